using System.Text.RegularExpressions;
using Strata.Graph;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Targets.Tests.Views;

/// <summary>The drawings in a real browser; the pictures stay under artifacts/reports/screenshots for people to look at.</summary>
public class ScreenshotTests
{
    private const string Five =
        """
        base-runtime =v1.0.1 <- python
        base-ml =v1.0.1 <- base-runtime
        router @8080 <- python
        svc-ingestion @8101:8000 <- base-runtime
        svc-rag-retriever @8102:8000 <- base-ml
        """;

    private string _folder = null!;

    [OneTimeSetUp]
    public async Task Prepare()
    {
        await DebianPackage.RequireAsync("chromium");
        _folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts/reports/screenshots")).FullName;
    }

    [TestCase(5, "svg", false)]
    [TestCase(5, "html", false)]
    [TestCase(102, "svg", false)]
    [TestCase(102, "html", false)]
    [TestCase(102, "html", true)]
    public async Task Drawing_is_not_blank(int images, string format, bool isDark)
    {
        var graph = Graphs.Create(images == 5 ? Five : Graphs.Layered(images));
        var svg = GraphSvg.Render(graph);
        var size = Regex.Match(svg, "width=\"(\\d+)\" height=\"(\\d+)\"");
        var (width, height) = format == "svg" ? (int.Parse(size.Groups[1].Value), int.Parse(size.Groups[2].Value)) : (1440, 1100);
        var name = $"graph-{images}{(isDark ? "-dark" : "")}";
        var source = Path.Combine(_folder, $"{name}.{format}");
        File.WriteAllText(source, format == "svg" ? svg : GraphHtml.Render(graph));

        var png = await Chromium.ShootAsync(source, Path.Combine(_folder, $"{name}-{format}.png"), width, height, isDark);

        Assert.That((png.Width, png.Height), Is.EqualTo((width, height)));
        Assert.That(png.DistinctRows, Is.GreaterThan(60), "hardly anything is drawn");
    }

    [Test]
    public async Task Chosen_image_shows_what_it_stands_on_and_what_stands_on_it()
    {
        var source = Path.Combine(_folder, "chosen.html");
        File.WriteAllText(source, GraphHtml.Render(Graphs.Create(Five)));
        var page = await Chromium.RunAsync("--dump-dom", $"file://{source}#base-ml");

        Assert.That(page, Does.Contain("<tr id=\"base-ml\" class=\"chosen\">"));
        Assert.That(Regex.Matches(page, "class=\"box[^\"]* near[^\"]*\" data-name=\"([^\"]+)\"").Select(m => m.Groups[1].Value),
            Is.EquivalentTo(new[] { "base-runtime", "base-ml", "svc-rag-retriever" }));
    }

    [Test]
    public async Task Empty_page_is_found_to_be_blank()
    {
        var source = Path.Combine(_folder, "blank.html");
        File.WriteAllText(source, "<!DOCTYPE html><title>blank</title>");
        var png = await Chromium.ShootAsync(source, Path.Combine(_folder, "blank.png"), 400, 300, isDark: false);
        Assert.That(png.DistinctRows, Is.LessThan(9));
    }
}
