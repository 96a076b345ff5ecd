using System.Diagnostics;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Engines;

[Platform("Linux")]
public sealed class PrivateEngineTests
{
    private readonly LocalHost host = new();
    private TestEngine test = null!;

    [OneTimeSetUp]
    public async Task Ask()
    {
        if (await TestEngine.ObstacleAsync() is { } obstacle)
        {
            Assert.Ignore(obstacle);
        }
    }

    [SetUp]
    public void Create() => test = TestEngine.New();

    [TearDown]
    public async Task Delete() => await test.DisposeAsync();

    [OneTimeTearDown]
    public async Task DisposeHost() => await host.DisposeAsync();

    [Test]
    public async Task It_builds_an_image_and_runs_it()
    {
        var engine = await test.Engine.EnsureAsync(default);
        await File.WriteAllTextAsync(test.Root + "/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");

        Assert.That(Version.Parse(engine.Version), Is.GreaterThanOrEqualTo(EngineVersions.MinimumEngine));
        Assert.That(Version.Parse(engine.BuildxVersion), Is.GreaterThanOrEqualTo(EngineVersions.MinimumBuildx));
        Assert.That(engine.Platform, Does.StartWith("linux/"));
        await Docker(engine, "buildx", "build", "--network", "host", "--allow", "network.host", "-t", "trial", test.Root);
        var images = await Docker(engine, "image", "ls", "--format", "{{.Repository}}");
        Assert.That(images.Output, Is.EqualTo("trial"));
    }

    [Test]
    public async Task It_runs_steps_and_containers_on_the_host_network()
    {
        var engine = await test.Engine.EnsureAsync(default);
        await FileSystemAsync(test.Root + "/root");
        await File.WriteAllTextAsync(test.Root + "/Dockerfile", "FROM scratch\nCOPY root /\nRUN echo built > /result\nCMD [\"cat\", \"/result\"]\n");

        await Docker(engine, "buildx", "build", "--network", "host", "--allow", "network.host", "-t", "trial", test.Root);
        var run = await Docker(engine, "run", "--rm", "--network", "host", "--memory", "100m", "trial");

        Assert.That(run.Output, Is.EqualTo("built"));
    }

    [Test]
    public async Task A_docker_client_that_is_pointed_at_it_reaches_it()
    {
        var engine = await test.Engine.EnsureAsync(default);
        var pointed = new EnvironmentHost(host, engine.Environment.SetItem("PATH", ProgramsFolder()));

        var current = await new DockerEngine(pointed).ProbeAsync(null, TimeSpan.FromSeconds(30), default);
        var named = await new DockerEngine(pointed).ProbeAsync("default", TimeSpan.FromSeconds(30), default);

        Assert.That(current.Problem, Is.Null);
        // Only of our own engine it is known where it keeps its images.
        Assert.That(
            current.Connection! with { Environment = engine.Environment },
            Is.EqualTo(engine with { Kind = EngineKind.Docker, Docker = "docker", Store = null, Buildx = null }));
        Assert.That(named.Problem, Is.Null);
        Assert.That(named.Connection!.Platform, Is.EqualTo(engine.Platform));
    }

    [Test]
    public async Task Ensured_again_it_is_the_same_one()
    {
        await test.Engine.EnsureAsync(default);
        var first = await test.Engine.StatusAsync(default);

        await test.Create().EnsureAsync(default);
        var second = await test.Engine.StatusAsync(default);

        Assert.That(first.ProcessId, Is.Not.Null);
        Assert.That(first.Answers, Is.True);
        Assert.That(first.DiskBytes, Is.GreaterThan(0));
        Assert.That(second.ProcessId, Is.EqualTo(first.ProcessId));
    }

    [Test]
    public async Task Two_callers_at_once_get_one_engine()
    {
        var both = await Task.WhenAll(
            Task.Run(() => test.Create().EnsureAsync(default)),
            Task.Run(() => test.Create().EnsureAsync(default)));

        Assert.That(both[0], Is.Not.Null);
        Assert.That(Processes("dockerd"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_killed_engine_takes_all_with_it_and_the_next_one_starts()
    {
        await test.Engine.EnsureAsync(default);
        var killed = (await test.Engine.StatusAsync(default)).ProcessId!.Value;
        Process.GetProcessById(killed).Kill();

        var engine = await test.Engine.EnsureAsync(default);

        Assert.That((await test.Engine.StatusAsync(default)).ProcessId, Is.Not.EqualTo(killed));
        Assert.That(Processes("containerd"), Has.Count.EqualTo(1));
        await Docker(engine, "version");
    }

    [Test]
    public async Task An_engine_killed_amid_a_build_leaves_no_step_running()
    {
        var engine = await test.Engine.EnsureAsync(default);
        await FileSystemAsync(test.Root + "/root");
        var mark = $"600.{Random.Shared.Next(100_000, 999_999)}";
        await File.WriteAllTextAsync(test.Root + "/Dockerfile", $"FROM scratch\nCOPY root /\nRUN echo step-started; sleep {mark}\n");
        var daemon = (await test.Engine.StatusAsync(default)).ProcessId!.Value;

        var exitCode = await host.RunAsync(
            new Command(engine.Docker, "buildx", "build", "--progress", "plain", "--network", "host", "--allow", "network.host", test.Root) { Environment = engine.Environment },
            line =>
            {
                if (line.Text.EndsWith(" step-started", StringComparison.Ordinal))
                {
                    Process.GetProcessById(daemon).Kill();
                }
            },
            default);
        await test.Engine.EnsureAsync(default);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(Processes(mark), Is.Empty);
    }

    [Test]
    public async Task An_orphaned_containerd_is_ended_before_the_start()
    {
        await test.Engine.EnsureAsync(default);
        await test.Engine.StopAsync(default);
        test.State.Create();
        var config = Path.Combine(test.State.Runtime, "exec", "containerd.toml");
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        await File.WriteAllTextAsync(config, $"version = 2\nroot = '{test.Root}/orphan'\nstate = '{test.State.Runtime}/exec/state'\n[grpc]\naddress = '{test.State.Runtime}/exec/containerd.sock'\n");
        var installed = Directory.GetFiles(ProgramsFolder(), "containerd").Single();
        using var orphan = Process.Start(new ProcessStartInfo(installed, ["--config", config]) { RedirectStandardError = true })!;
        orphan.ErrorDataReceived += (_, _) => { };
        orphan.BeginErrorReadLine();

        await test.Engine.EnsureAsync(default);

        Assert.That(orphan.WaitForExit(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That((await test.Engine.StatusAsync(default)).Answers, Is.True);
    }

    [Test]
    public async Task Pid_files_that_name_a_stranger_harm_nobody()
    {
        test.State.Create();
        using var stranger = Process.Start("sleep", "600");
        try
        {
            Directory.CreateDirectory(Path.Combine(test.State.Runtime, "exec", "containerd"));
            await File.WriteAllTextAsync(Path.Combine(test.State.Runtime, "docker.pid"), $"{stranger.Id}\n");
            await File.WriteAllTextAsync(Path.Combine(test.State.Runtime, "exec", "containerd", "containerd.pid"), $"{stranger.Id}\n");
            await File.WriteAllTextAsync(test.Engine.Socket, "");

            await test.Engine.EnsureAsync(default);
            await test.Engine.StopAsync(default);

            Assert.That(stranger.HasExited, Is.False);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Test]
    public async Task Stopped_it_leaves_no_process_no_mount_and_its_images()
    {
        var engine = await test.Engine.EnsureAsync(default);
        await FileSystemAsync(test.Root + "/root");
        await File.WriteAllTextAsync(test.Root + "/Dockerfile", "FROM scratch\nCOPY root /\n");
        await Docker(engine, "buildx", "build", "-t", "trial", test.Root);
        await Docker(engine, "run", "--detach", "--network", "host", "trial", "sleep", "600");

        Assert.That(await test.Engine.StopAsync(default), Is.True);
        Assert.That(await test.Engine.StopAsync(default), Is.False);

        Assert.That(Processes(test.State.Runtime), Is.Empty);
        Assert.That(File.ReadAllText("/proc/self/mountinfo"), Does.Not.Contain(test.Root).And.Not.Contain(test.State.Runtime));
        Assert.That(Directory.Exists(test.State.Runtime), Is.False);
        engine = await test.Engine.EnsureAsync(default);
        Assert.That((await Docker(engine, "image", "ls", "--format", "{{.Repository}}")).Output, Is.EqualTo("trial"));
    }

    [Test]
    public async Task A_start_that_fails_shows_the_daemon_s_last_words()
    {
        test.State.Create();
        Directory.CreateDirectory(test.State.Combine("engine"));
        await File.WriteAllTextAsync(test.State.Combine("engine", "data"), "a file where a folder should be");

        var thrown = await Assert.ThrowsAsync<StrataException>(() => test.Engine.EnsureAsync(default));

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(thrown.Message, Does.StartWith("private engine: ended while it started; see ").And.Contain("engine/data"));
    }

    private Task<CommandOutput> Docker(EngineConnection engine, params string[] words) =>
        host.RequireAsync(new Command(engine.Docker, [.. words]) { Environment = engine.Environment }, default);

    private string ProgramsFolder()
    {
        var exe = new FileInfo(Path.Combine(test.State.Combine("engine", "client", "cli-plugins"), "docker-buildx")).LinkTarget!;
        return Path.GetDirectoryName(exe)!;
    }

    /// <summary>A root file system of this machine's own shell and what it links against.</summary>
    private async Task FileSystemAsync(string root)
    {
        var files = new List<string> { "/bin/sh", "/bin/sleep", "/bin/cat" };
        foreach (var program in files.ToArray())
        {
            var links = await host.RequireAsync(new Command("ldd", program), default);
            files.AddRange(links.Output.Split([' ', '\t', '\n']).Where(w => w.StartsWith('/')));
        }
        foreach (var file in files.Distinct())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(root + file)!);
            File.Copy(file, root + file, overwrite: true);
        }
    }

    /// <summary>Command lines of this test's engine, or with a mark, that hold the given word.</summary>
    private List<string> Processes(string word) =>
    [
        .. from directory in Directory.GetDirectories("/proc")
           where int.TryParse(Path.GetFileName(directory), out _)
           let words = TryRead(directory + "/cmdline").Split('\0')
           where word.StartsWith("600.", StringComparison.Ordinal) ? words.Contains(word)
               : words.Any(w => w.Contains(test.State.Runtime, StringComparison.Ordinal)) && (word == test.State.Runtime || Path.GetFileName(words[0]) == word)
           select string.Join(' ', words),
    ];

    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
