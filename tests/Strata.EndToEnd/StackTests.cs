using System.Net.Http.Json;
using System.Text.Json;

namespace Strata.EndToEnd;

/// <summary>What a newcomer does: clone, build everything, use it, change something, build again.</summary>
[NonParallelizable]
public sealed partial class StackTests
{
    private static readonly string[] Images =
    [
        "base-runtime", "base-ml", "svc-ingestion", "svc-extract", "svc-kg", "svc-forms", "svc-ocr", "svc-rag-indexer", "svc-rag-retriever",
        "router", "classifier", "ui", "base-os", "syncthing",
    ];

    private static readonly string[] HubOnlyImages = ["strain-seer", "base-cuda", "comfyui"];

    private WorkingCopy _copy = null!;
    private CallResult _firstBuild = null!;

    [OneTimeSetUp]
    public async Task Build_everything()
    {
        await Needs.PrivateEngineAsync();
        _copy = await Clones.CreateAsync(EngineHome.Path);
        _firstBuild = await _copy.BuildAsync("BuildAll", "--supply", "Debian");
        Assert.That(_firstBuild.ExitCode, Is.Zero, _firstBuild.ToString());
    }

    [OneTimeTearDown]
    public void Remove() => _copy?.Dispose();

    [Test]
    public void Summary_names_every_image_with_its_size()
    {
        foreach (var image in Images)
        {
            Assert.That(_firstBuild.Output, Does.Match($@"(?m)^\W*{image}\s+(built|reused).*\d (MB|GB)"), _firstBuild.Output);
        }
    }

    [Test]
    public void Summary_names_what_Debian_cannot_carry_with_the_reason()
    {
        foreach (var image in HubOnlyImages)
        {
            Assert.That(_firstBuild.Output, Does.Match($@"(?m)^\W*{image}\s+skipped: not in the debian supply: Debian"), _firstBuild.Output);
        }
    }

    [Test]
    public void Summary_tells_what_comes_from_the_parent() =>
        Assert.That(_firstBuild.Output, Does.Match(@"svc-rag-retriever\s+(built|reused).*\(\d+ %\)"));

    [Test]
    public async Task Analysis_says_where_the_bytes_are_and_holds_them_against_the_budget()
    {
        using var clone = await Mistakes.CloneAsync(EngineHome.Path);
        using var limit = clone.Borrow((Mistakes.Variable, "budget"));
        var analysis = await clone.BuildAsync("Analyze", "--check", "--format", "json", "--supply", "Debian");
        Assert.That(analysis.ExitCode, Is.EqualTo(3), analysis.ToString());
        Assert.That(analysis.ToString(), Does.Contain("over the budget of 100 MB").And.Match("MB  base-ml: RUN"));
        using var json = JsonDocument.Parse(clone.Read("artifacts/reports/layers.json"));
        var images = json.RootElement.GetProperty("images").EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString()!);
        Assert.That(images.Keys, Is.EquivalentTo(Images));
        Assert.That(images["svc-rag-retriever"].GetProperty("base").GetString(), Is.EqualTo("base-ml"));
        Assert.That(images["base-ml"].GetProperty("packages").EnumerateArray().Select(p => p.GetProperty("name").GetString()), Does.Contain("torch"));
        Assert.That(File.Exists(Path.Combine(clone.Directory, "artifacts/reports/layers.html")), Is.True);
    }

    [Test]
    public async Task Plan_Graph_and_help_list_the_same_images()
    {
        // The text names a few of many that are reused; the data names all.
        var plan = await _copy.BuildAsync("Plan", "--supply", "Debian", "--format", "json");
        var graph = await _copy.BuildAsync("Graph", "--supply", "Debian");
        var help = await _copy.BuildAsync("--help");
        var execution = await _copy.BuildAsync("BuildAll", "--plan");
        foreach (var image in Images.Concat(HubOnlyImages))
        {
            Assert.That(plan.Output, Does.Contain(image));
            Assert.That(graph.Output, Does.Contain(image));
            Assert.That(help.Output, Does.Contain(image));
            Assert.That(execution.Output, Does.Contain(image.Replace("-", "")).IgnoreCase);
        }
    }

    [Test]
    public async Task Change_in_a_service_rebuilds_only_that()
    {
        var source = Path.Combine(_copy.Directory, "services/router/src/router/app.py");
        await File.AppendAllTextAsync(source, "\n# changed\n");
        var again = await _copy.BuildAsync("Router", "--supply", "Debian");
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        Assert.That(again.Output, Does.Not.Contain("base-ml"), "router does not stand on base-ml");
        Assert.That(again.Error, Does.Match(@"router\s+\[.*COPY.*services/router"));
    }

    [Test]
    public async Task Router_answers()
    {
        await using var service = await RunningService.StartAsync("router", port: 18080);
        Assert.That((await service.GetAsync("/health")).GetProperty("status").GetString(), Is.EqualTo("ok"));
        var answer = await service.PostAsync("/route", new { text = "What is 12 times 12?" });
        Assert.That(answer.GetProperty("route").GetString(), Is.Not.Empty);
    }

    [Test]
    public async Task Ingestion_answers()
    {
        await using var service = await RunningService.StartAsync("svc-ingestion", port: 18000);
        Assert.That((await service.GetAsync("/health")).GetProperty("status").GetString(), Is.EqualTo("ok"));
        var answer = await service.PostAsync("/ingest", new { text = "The quick brown fox.\n\nIt jumps over the lazy dog." });
        Assert.That(answer.GetProperty("chunks").GetArrayLength(), Is.GreaterThan(0));
    }

    [Test]
    public async Task Retriever_finds_the_right_document()
    {
        await using var service = await RunningService.StartAsync("svc-rag-retriever", port: 18002);
        Assert.That((await service.GetAsync("/health")).GetProperty("status").GetString(), Is.EqualTo("ok"));
        await service.PostAsync("/documents", new
        {
            documents = new[]
            {
                new { id = "cats", text = "Cats sleep most of the day and purr when they are content." },
                new { id = "taxes", text = "Income tax returns are due at the end of January." },
                new { id = "ships", text = "A container ship carries thousands of steel boxes." },
            },
        });
        var answer = await service.PostAsync("/search", new { query = "when is my tax return due", k = 1 });
        Assert.That(answer.GetProperty("hits")[0].GetProperty("id").GetString(), Is.EqualTo("taxes"));
    }
}
