using System.Collections.Immutable;
using System.Diagnostics;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Engine.Tests.Hosts;
using Strata.Oci;

namespace Strata.EndToEnd;

/// <summary>A client without docker, a build host behind a real sshd with an engine of its own, and a registry beside it.</summary>
[NonParallelizable]
public sealed class RemoteTests
{
    private const string Password = "canary-5f2d8c1e7a";
    private const string Users = "me:$2b$04$SS2EQ3d8m7lTyJzI9oosUuv.on/43ynJkJZ/5FCl6Ak2AAIwaG4vy\n";
    private const string LastingStep = "RUN [\"/bin/busybox\", \"sleep\", \"4321\"]\n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private TestSshServer _server = null!;
    private TestRegistry _registry = null!;
    private WorkingCopy _client = null!;
    private string _programs = "";

    private PrivateEngine HostEngine => new(State(_server.Home));

    [OneTimeSetUp]
    public async Task Prepare_host_and_client()
    {
        await Needs.PrivateEngineAsync();
        await EngineHome.ConnectAsync();
        _server = await TestSshServer.StartAsync("/bin/bash");
        await File.WriteAllTextAsync(Path.Combine(_server.Home, ".bashrc"), "echo 'welcome to the build host'\n");
        // The host's engine runs the programs that were fetched already; all else is its own.
        var (programs, link) = (State(EngineHome.Path).Combine("engine", "packages"), State(_server.Home).Combine("engine", "packages"));
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Directory.CreateSymbolicLink(link, programs);
        await HostEngine.EnsureAsync(CancellationToken.None);
        _registry = await TestRegistry.StartAsync(Users);

        _client = await WorkingCopy.CreateAsync();
        SmallImages.Write(_client);
        var busybox = await DebianTool.FindAsync("busybox-static", "usr/bin/busybox", "bin/busybox");
        File.Copy(busybox, Path.Combine(_client.Directory, "services", "base", "busybox"));
        File.AppendAllText(Path.Combine(_client.Directory, "docker", "base", "Dockerfile"), "COPY services/base/busybox /bin/busybox\n");
        _programs = Path.Combine(_client.Home, "bin");
        Directory.CreateDirectory(_programs);
        await WriteProgramAsync("ssh", $"#!/bin/sh\nexec /usr/bin/ssh -F '{_server.ClientConfig}' \"$@\"\n");
        _client.More = ImmutableDictionary<string, string?>.Empty
            .Add("PATH", $"{_programs}:/usr/bin:/bin").Add("BUILD_HOST", "buildhost").Add("REGISTRY_USER", "me").Add("REGISTRY_TOKEN", Password);
        foreach (var folder in new[] { "/usr/bin", "/bin" })
        {
            Assert.That(Path.Combine(folder, "docker"), Does.Not.Exist, "this test's client must have no docker");
        }

        var compiled = await _client.BuildAsync("Graph", "--supply", "Debian");
        Assert.That(compiled.ExitCode, Is.Zero, compiled.ToString());
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        if (_server is not null)
        {
            await HostEngine.StopAsync(CancellationToken.None);
            File.Delete(State(_server.Home).Combine("engine", "packages"));
            await _server.DisposeAsync();
        }

        _client?.Dispose();
    }

    [Test]
    public async Task Images_are_built_there_and_pushed_from_there_and_only_what_changed_is_sent()
    {
        foreach (var image in SmallImages.Names)
        {
            SmallImages.Fill(_client, image, Guid.NewGuid().ToString());
        }

        string[] words = ["BuildAll", "--remote", "--supply", "Debian", "--registry", _registry.Address];
        var first = await _client.BuildAsync([.. words, "--tag", "v1"]);
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        Assert.That(first.Error, Does.Contain("· buildhost (linux/").And.Contain("3 to build").And.Contain("published 3 images: 3 pushed"));
        Assert.That(await DigestsAsync("v1"), Has.None.Null);
        Assert.That(Canaries(first), Is.Empty);

        var clock = Stopwatch.StartNew();
        var again = await _client.BuildAsync([.. words, "--tag", "v1"]);
        TestContext.Out.WriteLine($"a call that does nothing: {clock.Elapsed.TotalSeconds:0.00} s");
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        Assert.That(again.Error, Does.Contain("nothing to build, 3 reused").And.Not.Contain("sync "));

        SmallImages.Fill(_client, "leaf", "changed");
        var changed = await _client.BuildAsync("BuildAll", "--remote", "buildhost", "--supply", "Debian", "--registry", _registry.Address, "--tag", "v2");
        Assert.That(changed.ExitCode, Is.Zero, changed.ToString());
        Assert.That(changed.Error, Does.Contain("1 to build, 2 reused").And.Contain(" 1 sent, "));
        Assert.That((await DigestsAsync("v2"))[0], Is.EqualTo((await DigestsAsync("v1"))[0]));

        using var other = _client.Duplicate(Directory.CreateTempSubdirectory("strata-home-").FullName);
        other.More = _client.More;
        var reused = await other.BuildAsync("BuildAll", "--remote", "--supply", "Debian");
        Assert.That(reused.ExitCode, Is.Zero, reused.ToString());
        Assert.That(reused.Error, Does.Contain("nothing to build, 3 reused"), "what one client built another one reuses");
    }

    [Test]
    public async Task Host_without_docker_is_told_with_what_to_install()
    {
        await using var bare = await TestSshServer.StartAsync(settings: "SetEnv PATH=/usr/bin:/bin");
        await WriteProgramAsync("ssh", $"#!/bin/sh\nexec /usr/bin/ssh -F '{bare.ClientConfig}' \"$@\"\n");
        try
        {
            var call = await _client.BuildAsync("BuildAll", "--remote", "--supply", "Debian");

            Assert.That(call.ExitCode, Is.EqualTo(4), call.ToString());
            Assert.That(call.Output + call.Error, Does.Contain("docker: there is no docker client on PATH of buildhost; ").And.Contain("private engine: none runs on buildhost"));
        }
        finally
        {
            await WriteProgramAsync("ssh", $"#!/bin/sh\nexec /usr/bin/ssh -F '{_server.ClientConfig}' \"$@\"\n");
        }
    }

    [TestCase("INT", 130)]
    [TestCase("TERM", 130)]
    [TestCase("KILL", 137)]
    [TestCase("drop", 4)]
    public async Task Build_that_is_cut_short_leaves_nothing_there(string how, int exitCode)
    {
        var dockerfile = Path.Combine(_client.Directory, "docker", "middle", "Dockerfile");
        var before = await File.ReadAllTextAsync(dockerfile);
        await File.AppendAllTextAsync(dockerfile, LastingStep);
        try
        {
            using var call = RunningCall.Start(_client, "BuildAll", "--remote", "--supply", "Debian");
            await call.SeeAsync("\"sleep\", \"4321\"", Patience);
            Assert.That(() => Commands("sleep 4321"), Is.Not.Empty.After(10_000, 50), "the step runs");

            if (how == "drop")
            {
                await _server.DropConnectionsAsync();
            }
            else
            {
                call.Signal(how);
            }

            var end = await call.EndAsync(TimeSpan.FromSeconds(60));
            Assert.That(end.ExitCode, Is.EqualTo(exitCode), end.ToString());
            Assert.That(() => Commands("sleep 4321"), Is.Empty.After(10_000, 50), "the step");
            Assert.That(() => Commands("buildx"), Is.Empty.After(10_000, 50), "the docker client on the host");
            Assert.That(() => Directory.GetDirectories(Path.Combine(_server.Home, ".cache/strata/run")), Is.Empty.After(10_000, 50), "private files on the host");
        }
        finally
        {
            await File.WriteAllTextAsync(dockerfile, before);
        }

        // No lock and no half tree is in the way of the next one.
        var next = await _client.BuildAsync("BuildAll", "--remote", "--supply", "Debian");
        Assert.That(next.ExitCode, Is.Zero, next.ToString());
        Assert.That(next.Error, Does.Not.Contain("waits "));
    }

    [Test]
    public async Task Build_that_is_left_to_the_host_is_taken_up_again()
    {
        SmallImages.Fill(_client, "middle", Guid.NewGuid().ToString());
        var dockerfile = Path.Combine(_client.Directory, "docker", "middle", "Dockerfile");
        var before = await File.ReadAllTextAsync(dockerfile);
        await File.AppendAllTextAsync(dockerfile, "RUN [\"/bin/busybox\", \"sleep\", \"8\"]\n");
        try
        {
            var left = await _client.BuildAsync("BuildAll", "--remote", "--detach", "--supply", "Debian");
            Assert.That(left.ExitCode, Is.Zero, left.ToString());
            Assert.That(left.Error, Does.Contain("next: ./build.sh Attach"));
            Assert.That(Commands("buildx"), Is.Not.Empty, "bake goes on without the client");

            var attached = await _client.BuildAsync("Attach", "--supply", "Debian");
            Assert.That(attached.ExitCode, Is.Zero, attached.ToString());
            Assert.That(attached.Error, Does.Contain("\"sleep\", \"8\"").And.Not.Contain("of other sources"));

            var again = await _client.BuildAsync("BuildAll", "--remote", "--supply", "Debian");
            Assert.That(again.Error, Does.Contain("nothing to build, 3 reused"), "what was built meanwhile is remembered");
        }
        finally
        {
            await File.WriteAllTextAsync(dockerfile, before);
        }
    }

    [Test]
    public async Task Host_says_what_it_keeps_and_forgets_it()
    {
        var built = await _client.BuildAsync("BuildAll", "--remote", "--supply", "Debian", "--force");
        Assert.That(built.ExitCode, Is.Zero, built.ToString());

        var status = await _client.BuildAsync("RemoteStatus");
        Assert.That(status.Output, Does.Match(@"host +buildhost: Linux").And.Match(@"trees +\d").And.Match("engine +private docker"));

        var clean = await _client.BuildAsync("RemoteClean");
        Assert.That(clean.ExitCode, Is.Zero, clean.ToString());
        Assert.That(clean.Output, Does.Contain("deleted trees").And.Contain("deleted build cache"));
        Assert.That(Path.Combine(_server.Home, ".cache/strata/trees"), Does.Not.Exist);
    }

    private static StateDirectory State(string home) => StateDirectory.Locate(name => name == "HOME" ? home : null);

    private async Task WriteProgramAsync(string name, string text)
    {
        var path = Path.Combine(_programs, name);
        await File.WriteAllTextAsync(path, text);
        await new LocalHost().RequireAsync(new Command("chmod", "+x", path), CancellationToken.None);
    }

    private async Task<string?[]> DigestsAsync(string tag)
    {
        using var client = new RegistryClient(new Login());
        var digests = new List<string?>();
        foreach (var image in SmallImages.Names)
        {
            digests.Add((await client.FindDigestAsync(ImageReference.Parse($"{_registry.Address}/{image}:{tag}"), CancellationToken.None))?.ToString());
        }

        return [.. digests];
    }

    /// <summary>Where the registry's password can be found after a call: its output, the clone, the homes of both sides.</summary>
    private IEnumerable<string> Canaries(CallResult call)
    {
        string[] forms = [Password, Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"me:{Password}"))];
        if (forms.Any(call.ToString().Contains))
        {
            yield return "output";
        }

        string[] folders = [Path.Combine(_client.Directory, ".nuke"), Path.Combine(_client.Home, ".local"), Path.Combine(_server.Home, ".cache"), Path.Combine(_server.Home, ".docker"), State(_server.Home).Combine("engine", "client")];
        foreach (var file in folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)))
        {
            if (new FileInfo(file).Length < 10_000_000 && File.ReadAllText(file) is var text && forms.Any(text.Contains))
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Commands(string part) =>
        from directory in Directory.GetDirectories("/proc")
        where int.TryParse(Path.GetFileName(directory), out _)
        let words = TryRead(directory + "/cmdline").Replace('\0', ' ')
        where words.Contains(part, StringComparison.Ordinal) && words.Contains(part.StartsWith("sleep", StringComparison.Ordinal) ? "busybox" : "rawjson", StringComparison.Ordinal)
        select words;

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

    private sealed class Login : ICredentialSource
    {
        public Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation) =>
            Task.FromResult<RegistryCredential?>(new RegistryCredential("me", new Secret(Password)));
    }
}
