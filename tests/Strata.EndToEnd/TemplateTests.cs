using System.Text;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>A newcomer without this repository: packages from a feed, <c>dotnet new strata</c>, and what the new repository can do.</summary>
[NonParallelizable]
public sealed class TemplateTests
{
    private const string Configuration =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static readonly string[] Projects = ["src/Strata", "src/Strata.Engine", "src/Nuke.Embedded", "src/Strata.Targets", "templates"];

    private string _folder = null!;
    private string _repository = null!;
    private WorkflowRun _runner = null!;

    [OneTimeSetUp]
    public async Task Pack_install_and_create()
    {
        await Needs.PrivateEngineAsync();
        _folder = Directory.CreateTempSubdirectory("strata-template-").FullName;
        var feed = Path.Combine(_folder, "feed");
        foreach (var project in Projects)
        {
            await DotNetAsync("pack", Path.Combine(Repository.Root, project), "-c", Configuration, "--no-build", "-nologo", "-v", "q", "-o", feed);
        }

        var hive = Path.Combine(_folder, "hive");
        _repository = Path.Combine(_folder, "my-images");
        await DotNetAsync("new", "install", Directory.EnumerateFiles(feed, "Strata.Templates.*.nupkg").Single(), "--debug:custom-hive", hive);
        await DotNetAsync("new", "strata", "-o", _repository, "--packages", feed, "--debug:custom-hive", hive);

        var server = Path.Combine(_folder, "forge");
        await RunAsync("git", _folder, ["init", "--quiet", "--bare", Path.Combine(server, "team/my-images")]);
        foreach (var words in new string[][] { ["init", "--quiet"], ["add", "--all"], ["-c", "user.name=t", "-c", "user.email=t@example", "commit", "--quiet", "--message", "first"], ["push", "--quiet", Path.Combine(server, "team/my-images"), "HEAD:refs/pull/1/head"] })
        {
            var call = await RunAsync("git", _repository, words);
            Assert.That(call.ExitCode, Is.Zero, call.ToString());
        }

        _runner = new WorkflowRun(server, "team/my-images", EngineHome.Path);
        _runner.More["SUPPLY"] = "Debian";
    }

    [OneTimeTearDown]
    public void Remove()
    {
        if (_folder is not null)
        {
            if (_runner is not null)
            {
                Directory.Delete(_runner.Workspace, recursive: true);
            }

            Directory.Delete(_folder, recursive: true);
        }
    }

    [Test]
    public async Task New_repository_builds_its_images_by_its_own_workflow_and_is_checked()
    {
        var run = await _runner.RunAsync(".gitea/workflows/images.yml", "pull_request", "refs/pull/1/head");
        Assert.That(run.Steps.Select(s => s.ExitCode), Is.EqualTo(new[] { 0, 0 }), run.Log);
        Assert.That(run.Log, Does.Contain("2 images: 2 to build").And.Not.Contain("STRATA-"));
        Assert.That(run.Summary, Does.Contain("### Images: 2 built").And.Contain("| svc-hello | built |"));

        var tests = await BuildAsync("Test", "--no-logo");
        Assert.That(tests.Output, Does.Contain("files are what the build class says").And.Not.Contain("STRATA-"));
        Assert.That((await BuildAsync("Plan", "--supply", "Debian")).Output, Does.Contain("nothing to build, 2 reused"));
    }

    private async Task<CallResult> BuildAsync(params string[] words)
    {
        var call = await RunAsync(Path.Combine(_runner.Workspace, "build.sh"), _runner.Workspace, words);
        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        return call;
    }

    private async Task DotNetAsync(params string[] words)
    {
        var call = await RunAsync(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", _folder, words);
        Assert.That(call.ExitCode, Is.Zero, $"dotnet {string.Join(' ', words)}: {call}");
    }

    private static async Task<CallResult> RunAsync(string program, string directory, string[] words)
    {
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var command = new Command(program, [.. words])
        {
            WorkingDirectory = directory,
            Environment = System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty
                .Add("HOME", EngineHome.Path).Add("XDG_STATE_HOME", null).Add("STRATA_PACKAGES", null).Add("MSBUILDDISABLENODEREUSE", "1").Add("DOCKER_HOST", null).Add("DOCKER_CONFIG", null),
        };
        var code = await new LocalHost().RunAsync(command, line => (line.IsError ? error : output).AppendLine(line.Text), CancellationToken.None);
        return new CallResult(code, output.ToString(), error.ToString());
    }
}
