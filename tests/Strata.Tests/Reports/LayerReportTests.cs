using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Tests.Reports;

public class LayerReportTests
{
    private static readonly string Page = LayerReportHtml.Render(Fleets.Graph(), Fleets.Report(), Fleets.Budget(), Fleets.Timeline(), Fleets.History());

    [Test]
    public void Json_is_what_programs_were_promised() => Golden.Expect("layers.json.txt", LayerReportJson.Render(Fleets.Report(), Fleets.Budget()));

    [Test]
    public void Page_needs_nothing_from_outside()
    {
        var addresses = Regex.Matches(Page, "https?://[^\"' <)]+").Select(m => m.Value).Distinct();
        Assert.That(addresses, Is.EqualTo(new[] { "http://www.w3.org/2000/svg" }), "a name, not an address");
        Assert.That(Page, Does.Not.Match("src=|@import|url\\("));
    }

    [Test]
    public void Text_of_users_is_never_markup()
    {
        var report = Fleets.Report();
        var evil = report.Layers[1] with { Layer = report.Layers[1].Layer with { Instruction = "RUN </script><img src=x onerror=1>" } };
        var page = LayerReportHtml.Render(Fleets.Graph(), report with { Layers = report.Layers.SetItem(1, evil) }, Fleets.Budget(), Fleets.Timeline(), []);
        Assert.That(page, Does.Not.Contain("<img"));
        Assert.That(Regex.Matches(page, "</script>"), Has.Count.EqualTo(2));
    }

    [Test]
    public void Map_holds_all_files()
    {
        using var json = JsonDocument.Parse(TreemapJson.Render(Fleets.Report()));
        var files = Fleets.Report().Layers.SelectMany(l => l.Content.Entries).Sum(e => e.Size);
        Assert.That(json.RootElement.GetProperty("b").GetInt64(), Is.EqualTo(files));
        AssertSums(json.RootElement);
    }

    [Test]
    public void Timeline_begins_an_image_when_its_parents_are_there_and_marks_the_longest_chain()
    {
        var bars = Fleets.Timeline().Bars.ToDictionary(b => b.Image);
        Assert.That(bars["svc-ocr"].Start, Is.EqualTo(TimeSpan.FromSeconds(113)));
        Assert.That(bars.Values.Where(b => b.IsCritical).Select(b => b.Image), Is.EquivalentTo(new[] { "base-runtime", "base-ml", "svc-ocr" }));
    }

    [Test]
    public void Image_that_was_never_built_is_told_and_takes_no_time()
    {
        var timeline = BuildTimeline.Create(Fleets.Graph(), new Dictionary<string, TimeSpan> { ["svc-ocr"] = TimeSpan.FromSeconds(5) });
        Assert.That(timeline.Bars.Single().Start, Is.EqualTo(TimeSpan.Zero));
        Assert.That(timeline.Unknown, Has.Length.EqualTo(4));
        Assert.That(LayerReportHtml.Render(Fleets.Graph(), Fleets.Report(), Fleets.Budget(), BuildTimeline.Create(Fleets.Graph(), new Dictionary<string, TimeSpan>()), []), Does.Contain("No build is remembered"));
    }

    [TestCase(0, "0 B")]
    [TestCase(999, "999 B")]
    [TestCase(1000, "1 kB")]
    [TestCase(999_499, "999 kB")]
    [TestCase(999_500, "1.0 MB")]
    [TestCase(9_949_999, "9.9 MB")]
    [TestCase(9_950_000, "10 MB")]
    [TestCase(999_499_999, "999 MB")]
    [TestCase(999_500_000, "1.00 GB")]
    [TestCase(-12_000_000, "-12 MB")]
    public void Bytes_read_well(long bytes, string text) => Assert.That(ByteText.Format(bytes), Is.EqualTo(text));

    private static void AssertSums(JsonElement node)
    {
        if (node.GetProperty("c").GetArrayLength() > 0)
        {
            Assert.That(node.GetProperty("c").EnumerateArray().Sum(c => c.GetProperty("b").GetInt64()), Is.EqualTo(node.GetProperty("b").GetInt64()), node.GetProperty("n").GetString());
            foreach (var child in node.GetProperty("c").EnumerateArray())
            {
                AssertSums(child);
            }
        }
    }
}
