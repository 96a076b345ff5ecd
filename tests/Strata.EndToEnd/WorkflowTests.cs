using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Oci;

namespace Strata.EndToEnd;

/// <summary>The generated workflows on runners, with a real registry and a build host behind a real sshd: what they push, reuse and leave alone.</summary>
[NonParallelizable]
public sealed class WorkflowTests
{
    private const string User = "me";
    private const string Token = "canary-token";

    // me:canary-token, bcrypt.
    private const string Users = "me:$2b$04$SS2EQ3d8m7lTyJzI9oosUunEUB5RrbiuZy7cDegbyPtsksVirObyq\n";
    private const string OneJob = ".gitea/workflows/images.yml";
    private const string Layers = ".gitea/workflows/layers.yml";

    private const string Twin = """
        using Nuke.Common;
        using Strata.Targets.Images;

        internal partial class Build
        {
            private Target Twin => _ => _.Image(i => i.Name("twin").From(Middle));
        }

        """;

    // Beside the repository's own workflow the same one as jobs by layer, whose pull requests may use the build host.
    private const string LayersWorkflow = """
        [GiteaActions("layers",
            OnPushBranches = ["main"],
            OnPullRequestBranches = ["main"],
            Layout = Strata.Workflows.JobLayout.Layers,
            Arguments = ["--supply", "Debian"],
            Locked = false,
            BuildHost = true,
            ImportVariables = ["REGISTRY"],
            ImportSecrets = ["REGISTRY_USER", "REGISTRY_TOKEN"],
            PullRequestSecrets = ["REGISTRY_USER=REGISTRY_READ_USER", "REGISTRY_TOKEN=REGISTRY_READ_TOKEN", "SSH_KEY=SSH_PULL_REQUEST_KEY"])]
        internal partial class Build;
        """;

    private static readonly string[] Images = [.. SmallImages.Names, "twin"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<WorkflowRun> _runners = [];
    private WorkingCopy _developer = null!;
    private CallResult _drift = null!;
    private TestBuildHost _host = null!;
    private TestRegistry _registry = null!;
    private string _server = null!;

    [OneTimeSetUp]
    public async Task Push_a_repository_to_the_forge()
    {
        await Needs.PrivateEngineAsync();
        await EngineHome.ConnectAsync();
        _developer = await SmallImages.CloneAsync(
            EngineHome.Path,
            "plain",
            ("build/Build.Twin.cs", Twin),
            ("build/Build.Workflows.cs", Clones.Edited(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "build/Build.Workflows.cs")), ("internal partial class Build;", LayersWorkflow))));
        SmallImages.Add(_developer, "twin", "middle");
        await SmallImages.AddBusyboxAsync(_developer);
        Refill();
        _drift = await _developer.BuildAsync("Test", "--skip", "Compile");
        var generated = await _developer.BuildAsync("GenerateWorkflows");
        Assert.That(generated.ExitCode, Is.Zero, generated.ToString());

        _server = Directory.CreateTempSubdirectory("strata-forge-").FullName;
        await GitAsync("init", "--quiet", "--bare", Path.Combine(_server, "team/images"));
        await GitAsync("init", "--quiet", "--initial-branch", "main");
        await CommitAsync("main", "first");
        _registry = await TestRegistry.StartAsync(Users);
        _host = await TestBuildHost.StartAsync();
    }

    [OneTimeTearDown]
    public async Task End()
    {
        foreach (var runner in _runners)
        {
            Directory.Delete(runner.Workspace, recursive: true);
        }

        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        if (_server is not null)
        {
            Directory.Delete(_server, recursive: true);
        }

        _developer?.Dispose();
    }

    [Test]
    public void Graph_that_changed_without_generating_fails_the_tests_with_the_difference_and_the_command()
    {
        Assert.That(_drift.ExitCode, Is.EqualTo(2), _drift.ToString());
        Assert.That(_drift.ToString(), Does.Contain(".vscode/tasks.json: differs from what the build class says; run ./build.sh GenerateWorkflows and commit what it writes")
            .And.Match(@"(?m)^-.*BaseMl").And.Match(@"(?m)^\+.*Twin")
            .And.Contain(".run/Twin.run.xml: is missing").And.Contain(".run/BaseMl.run.xml: was generated for something that is no longer there"));
    }

    [Test]
    public async Task Main_publishes_from_the_build_host_a_second_run_reuses_and_a_pull_request_builds_what_it_affects()
    {
        Refill();
        await CommitAsync("main", "first run");
        var runner = Runner("one-job", onHost: true, cached: false);
        var first = await RunAsync(runner, OneJob, "push", "refs/heads/main");
        var published = await DigestsAsync("one-job");
        Assert.That(published.Values, Has.None.EqualTo("none"), first.Log);
        Assert.That(first.Log, Does.Contain($"· {_host.Address} (linux/").And.Contain("sync ").And.Contain("4 pushed"), "the build host builds and pushes");
        Assert.That(first.Summary, Does.Contain("### Images: 4 built").And.Match(@"\| leaf \| built \| .+ \| .+ \| .+ \|"));
        Assert.That(first.Log, Does.Contain("| leaf | built |"), "the log has the table, too");

        // A runner that remembers nothing, as one in a container does: what it knows, it knows from the host and the registry.
        Forget();
        var second = await RunAsync(runner, OneJob, "push", "refs/heads/main");
        Assert.That(second.Log, Does.Contain("nothing to build, 4 reused").And.Contain("0 pushed, 4 were there already"));
        Assert.That(await DigestsAsync("one-job"), Is.EqualTo(published));

        // The repository gives pull requests no key of the host, so they are built on the runner.
        Forget();
        SmallImages.Fill(_developer, "leaf", "changed by a pull request");
        await CommitAsync("pull/1/head", "change");
        var pull = await RunAsync(runner, OneJob, "pull_request", "refs/pull/1/head");
        Assert.That(pull.Log, Does.Contain("1 to build, 3 reused").And.Contain("· this machine (linux/"));
        Assert.That(pull.Summary, Does.Contain("### Images: 3 reused, 1 built"));
        Assert.That(pull.Log, Does.Not.Contain("pushes "));
        Assert.That(await DigestsAsync("one-job"), Is.EqualTo(published), "a pull request moves no name");

        var said = first.Log + second.Log + pull.Log;
        Assert.That(said, Does.Not.Contain(Token).And.Not.Contain(_host.Key.Split('\n')[1]));
        Assert.That(File.ReadAllLines(Path.Combine(EngineHome.Path, ".ssh", "known_hosts")).Count(l => l == _host.KnownHosts.Trim()), Is.EqualTo(1), "the host's key is noted once");
        Assert.That(Directory.GetFiles(Path.Combine(EngineHome.Path, ".ssh")).Select(Path.GetFileName), Is.EqualTo(new[] { "known_hosts" }), "the runner's key is on no disk");
    }

    [Test]
    public async Task Jobs_by_layer_build_the_base_once_and_hand_it_on_through_the_registry()
    {
        Refill();
        await CommitAsync("main", "second");
        var runner = Runner("layers", onHost: false, cached: true);
        runner.OnJob = Forget;

        var first = await RunAsync(runner, Layers, "push", "refs/heads/main");

        Assert.That(first.Steps.Where(s => s.Name == "Build and push").Select(s => Plan(s.Log)), Is.EqualTo(new[] { "1 to build", "1 to build, 1 reused", "1 to build, 2 reused", "1 to build, 2 reused" }), first.Log);
        Assert.That(first.Steps[^1].Log, Does.Contain("nothing to build, 4 reused").And.Contain("0 pushed, 4 were there already").And.Contain("no engine needed"));
        Assert.That(first.Steps.Where(s => s.Name == "Build and push").Select(s => s.Log), Has.All.Contain("1 pushed"));
        var published = await DigestsAsync("layers");
        Assert.That(published.Values, Has.None.EqualTo("none"), first.Log);

        var second = await RunAsync(runner, Layers, "push", "refs/heads/main");
        Assert.That(second.Steps.Where(s => s.Name != "Check out").Select(s => s.Log), Has.All.Contain("nothing to build"));

        // A pull request is one job; with a key it may use the build host, without one (those of other repositories get no secret) it is built here.
        SmallImages.Fill(_developer, "twin", "changed by another pull request");
        await CommitAsync("pull/2/head", "change");
        runner.Variables["BUILD_HOST"] = _host.Address;
        runner.Secrets["SSH_KNOWN_HOSTS"] = _host.KnownHosts;
        var foreign = await RunAsync(runner, Layers, "pull_request", "refs/pull/2/head");
        runner.Secrets["SSH_PULL_REQUEST_KEY"] = _host.Key.Replace("\n", "\r\n");
        var own = await RunAsync(runner, Layers, "pull_request", "refs/pull/2/head");

        Assert.That(foreign.Steps, Has.Count.EqualTo(2), foreign.Log);
        Assert.That(foreign.Log, Does.Contain("1 to build, 3 reused").And.Contain("· this machine (linux/"));
        Assert.That(own.Log, Does.Contain("1 to build, 3 reused").And.Contain($"· {_host.Address} (linux/"));
        Assert.That(await DigestsAsync("layers"), Is.EqualTo(published), "a pull request moves no name");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Two_runs_on_one_host_build_one_behind_the_other(bool onHost)
    {
        using var request = new HeldRequest();
        Refill();
        var dockerfile = Path.Combine(_developer.Directory, "docker", "middle", "Dockerfile");
        var before = await File.ReadAllTextAsync(dockerfile);
        await File.AppendAllTextAsync(dockerfile, $"RUN [\"/bin/busybox\", \"wget\", \"-q\", \"-O\", \"/dev/null\", \"{request.Url}\"]\n");
        await CommitAsync("main", "lasting");
        await File.WriteAllTextAsync(dockerfile, before);
        var owner = onHost ? "two-on-host" : "two-here";
        var (one, other) = (Runner(owner, onHost, cached: true), Runner(owner, onHost, cached: true));
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        other.OnLine = line =>
        {
            if (line.StartsWith("waits   for ", StringComparison.Ordinal))
            {
                waits.TrySetResult();
            }
        };

        var first = RunAsync(one, OneJob, "push", "refs/heads/main");
        await Task.WhenAny(request.Asked.WaitAsync(Patience), first);
        Assert.That(request.Asked.IsCompletedSuccessfully, Is.True, "the first run builds");
        var second = RunAsync(other, OneJob, "push", "refs/heads/main");
        await Task.WhenAny(waits.Task.WaitAsync(Patience), second);
        Assert.That(waits.Task.IsCompletedSuccessfully, Is.True, "the second run waits");
        request.Answer();

        Assert.That((await first).Log, Does.Contain("4 images: 4 to build").And.Contain("4 pushed").And.Not.Contain("waits "));
        Assert.That((await second).Log, Does.Contain("nothing to build, 4 reused").And.Contain("0 pushed, 4 were there already"));
    }

    private WorkflowRun Runner(string owner, bool onHost, bool cached)
    {
        var runner = new WorkflowRun(_server, "team/images", EngineHome.Path) { Cache = cached ? _developer : null };
        _runners.Add(runner);
        runner.Variables["REGISTRY"] = $"{_registry.Address}/{owner}";
        foreach (var prefix in new[] { "REGISTRY", "REGISTRY_READ" })
        {
            runner.Secrets[$"{prefix}_USER"] = User;
            runner.Secrets[$"{prefix}_TOKEN"] = Token;
        }

        if (onHost)
        {
            runner.Variables["BUILD_HOST"] = _host.Address;
            runner.Secrets["SSH_KEY"] = _host.Key;
            runner.Secrets["SSH_KNOWN_HOSTS"] = _host.KnownHosts;
        }

        return runner;
    }

    private static async Task<WorkflowResult> RunAsync(WorkflowRun runner, string workflow, string eventName, string reference)
    {
        var result = await runner.RunAsync(workflow, eventName, reference);
        Assert.That(result.Steps.Select(s => s.ExitCode), Has.All.Zero, result.Log);
        return result;
    }

    // "plan    3 images: 1 to build, 2 reused · ..."
    private static string Plan(string log) => log.Split('\n').Single(l => l.StartsWith("plan ", StringComparison.Ordinal)).Split(": ")[1].Split(" · ")[0];

    private void Refill()
    {
        foreach (var image in Images)
        {
            SmallImages.Fill(_developer, image, Guid.NewGuid().ToString("N"));
        }
    }

    private static void Forget()
    {
        var state = EngineHome.StateOf(EngineHome.Path);
        foreach (var folder in new[] { "records", "hosts" }.Select(f => state.Combine(f)).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task CommitAsync(string reference, string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@example", "commit", "--quiet", "--message", message);
        await GitAsync("push", "--quiet", "--force", Path.Combine(_server, "team/images"), $"HEAD:refs/{(reference.StartsWith("pull/", StringComparison.Ordinal) ? "" : "heads/")}{reference}");
    }

    private async Task GitAsync(params string[] arguments)
    {
        var answer = await new LocalHost().CaptureAsync(new Command("git", [.. arguments]) { WorkingDirectory = _developer.Directory }, CancellationToken.None);
        Assert.That(answer.ExitCode, Is.Zero, $"git {string.Join(' ', arguments)}: {answer.Output}");
    }

    // Without a version and without tags of git, the name is what git describe says of the commit.
    private async Task<Dictionary<string, string>> DigestsAsync(string owner)
    {
        var environment = new Dictionary<string, string> { ["REGISTRY_USER"] = User, ["REGISTRY_TOKEN"] = Token };
        using var client = new RegistryClient(new VariableCredentials(_registry.Address, environment.GetValueOrDefault));
        var head = (await new LocalHost().CaptureAsync(new Command("git", "--git-dir", Path.Combine(_server, "team/images"), "describe", "--always", "refs/heads/main"), CancellationToken.None)).Output.Trim();
        var digests = new Dictionary<string, string>();
        foreach (var image in Images)
        {
            digests[image] = (await client.FindDigestAsync(ImageReference.Parse($"{_registry.Address}/{owner}/{image}:{head}"), CancellationToken.None))?.ToString() ?? "none";
        }

        return digests;
    }
}
