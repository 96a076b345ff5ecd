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

    [OneTimeSetUp]
    public async Task Pack_install_and_create()
    {
        await Needs.PrivateEngineAsync();
        _folder = Directory.CreateTempSubdirectory("strata-template-").FullName;
        var feed = Path.Combine(_folder, "feed");
        foreach (var project in Projects)
        {
            await DotNetAsync("pack", Path.Combine(WorkingCopy.Repository, project), "-c", Configuration, "--no-build", "-nologo", "-v", "q", "-o", feed);
        }

        var hive = Path.Combine(_folder, "hive");
        _repository = Path.Combine(_folder, "my-images");
        await DotNetAsync("new", "install", Directory.EnumerateFiles(feed, "Strata.Templates.*.nupkg").Single(), "--debug:custom-hive", hive);
        await DotNetAsync("new", "strata", "-o", _repository, "--packages", feed, "--debug:custom-hive", hive);
    }

    [OneTimeTearDown]
    public void Remove()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Test]
    public async Task New_repository_is_checked_and_builds_its_images()
    {
        var tests = await BuildAsync("Test", "--no-logo");
        Assert.That(tests.Output, Does.Contain("files are what the build class says").And.Not.Contain("STRATA-"));

        var plan = await BuildAsync("Plan", "--supply", "Debian");
        Assert.That(plan.Output, Does.Contain("2 images: 2 to build"));

        var built = await BuildAsync("BuildAll", "--supply", "Debian");
        Assert.That(built.Output, Does.Match(@"(?m)^\W*svc-hello\s+built"));
        Assert.That((await BuildAsync("Plan", "--supply", "Debian")).Output, Does.Contain("nothing to build, 2 reused"));
    }

    private async Task<CallResult> BuildAsync(params string[] words)
    {
        var call = await RunAsync(Path.Combine(_repository, "build.sh"), _repository, words);
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
