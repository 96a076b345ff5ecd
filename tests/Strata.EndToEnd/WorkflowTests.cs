using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Oci;

namespace Strata.EndToEnd;

/// <summary>The generated workflow on a runner: what it pushes, reuses and leaves alone.</summary>
[NonParallelizable]
public sealed class WorkflowTests
{
    private const string User = "me";
    private const string Token = "canary-token";

    // me:canary-token, bcrypt.
    private const string Users = "me:$2b$04$SS2EQ3d8m7lTyJzI9oosUunEUB5RrbiuZy7cDegbyPtsksVirObyq\n";
    private const string Workflow = ".gitea/workflows/images.yml";

    private WorkingCopy _developer = null!;
    private TestRegistry _registry = null!;
    private WorkflowRun _runner = null!;
    private string _server = null!;

    [OneTimeSetUp]
    public async Task Push_a_repository_to_the_forge()
    {
        await Needs.PrivateEngineAsync();
        await EngineHome.ConnectAsync();
        _developer = await WorkingCopy.CreateAsync(EngineHome.Path);
        SmallImages.Write(_developer);
        foreach (var image in SmallImages.Names)
        {
            SmallImages.Fill(_developer, image, Guid.NewGuid().ToString("N"));
        }

        var generated = await _developer.BuildAsync("GenerateWorkflows");
        Assert.That(generated.ExitCode, Is.Zero, generated.ToString());

        _server = Directory.CreateTempSubdirectory("strata-forge-").FullName;
        await GitAsync("init", "--quiet", "--bare", Path.Combine(_server, "team/images"));
        await GitAsync("init", "--quiet", "--initial-branch", "main");
        await CommitAsync("main", "first");

        _registry = await TestRegistry.StartAsync(Users);
        _runner = new WorkflowRun(_server, "team/images", EngineHome.Path);
        _runner.Variables["REGISTRY"] = _registry.Address;
        foreach (var prefix in new[] { "REGISTRY", "REGISTRY_READ" })
        {
            _runner.Secrets[$"{prefix}_USER"] = User;
            _runner.Secrets[$"{prefix}_TOKEN"] = Token;
        }
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
            Directory.Delete(_runner.Workspace, recursive: true);
            Directory.Delete(_server, recursive: true);
        }

        _developer?.Dispose();
    }

    [Test]
    public async Task Main_publishes_a_second_run_reuses_and_a_pull_request_builds_what_it_affects()
    {
        var first = await RunAsync("push", "refs/heads/main");
        var published = await DigestsAsync();
        Assert.That(published.Values, Has.None.EqualTo("none"), first.Log);
        Assert.That(first.Log, Does.Contain("3 pushed"));
        Assert.That(first.Summary, Does.Contain("### Images: 3 built").And.Match(@"\| leaf \| built \| .+ \| .+ \| .+ \|"));
        Assert.That(first.Log, Does.Contain("| leaf | built |"), "the log has the table, too");

        // A runner that remembers nothing, as one in a container does: what it knows, it knows from the registry.
        Forget();
        var second = await RunAsync("push", "refs/heads/main");
        Assert.That(second.Log, Does.Contain("nothing to build, 3 reused").And.Contain("0 pushed, 3 were there already").And.Contain("no engine needed"));
        Assert.That(await DigestsAsync(), Is.EqualTo(published));

        Forget();
        SmallImages.Fill(_developer, "leaf", "changed by a pull request");
        await CommitAsync("pull/1/head", "change");
        var pull = await RunAsync("pull_request", "refs/pull/1/head");
        Assert.That(pull.Log, Does.Contain("1 to build, 2 reused"));
        Assert.That(pull.Summary, Does.Contain("### Images: 2 reused, 1 built"));
        Assert.That(pull.Log, Does.Not.Contain("pushes "));
        Assert.That(await DigestsAsync(), Is.EqualTo(published), "a pull request moves no name");

        Assert.That(first.Log + second.Log + pull.Log, Does.Not.Contain(Token));
    }

    private async Task<WorkflowResult> RunAsync(string eventName, string reference)
    {
        var result = await _runner.RunAsync(Workflow, eventName, reference);
        Assert.That(result.Steps.Select(s => s.ExitCode), Has.All.Zero, result.Log);
        Assert.That(result.Steps, Has.Count.EqualTo(2), result.Log);
        return result;
    }

    private static void Forget()
    {
        var records = StateDirectory.Locate(name => name == "HOME" ? EngineHome.Path : null).Combine("records");
        if (Directory.Exists(records))
        {
            Directory.Delete(records, recursive: true);
        }
    }

    private async Task CommitAsync(string reference, string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=t", "-c", "user.email=t@example", "commit", "--quiet", "--message", message);
        await GitAsync("push", "--quiet", Path.Combine(_server, "team/images"), $"HEAD:refs/{(reference.StartsWith("pull/", StringComparison.Ordinal) ? "" : "heads/")}{reference}");
    }

    private async Task GitAsync(params string[] arguments)
    {
        var answer = await new LocalHost().CaptureAsync(new Command("git", [.. arguments]) { WorkingDirectory = _developer.Directory }, CancellationToken.None);
        Assert.That(answer.ExitCode, Is.Zero, $"git {string.Join(' ', arguments)}: {answer.Output}");
    }

    // Without a version and without tags of git, the name is what git describe says of the first commit.
    private async Task<Dictionary<string, string>> DigestsAsync()
    {
        var environment = new Dictionary<string, string> { ["REGISTRY_USER"] = User, ["REGISTRY_TOKEN"] = Token };
        using var client = new RegistryClient(new VariableCredentials(_registry.Address, environment.GetValueOrDefault));
        var head = (await new LocalHost().CaptureAsync(new Command("git", "--git-dir", Path.Combine(_server, "team/images"), "describe", "--always", "refs/heads/main"), CancellationToken.None)).Output.Trim();
        var digests = new Dictionary<string, string>();
        foreach (var image in SmallImages.Names)
        {
            digests[image] = (await client.FindDigestAsync(ImageReference.Parse($"{_registry.Address}/{image}:{head}"), CancellationToken.None))?.ToString() ?? "none";
        }

        return digests;
    }
}
