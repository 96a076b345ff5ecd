using System.Collections.Immutable;
using Strata.Graph;
using Strata.Planning;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Tests.Reports;

public class SummaryMarkdownTests
{
    [Test]
    public void Table_says_what_why_how_long_and_how_much_bigger()
    {
        var graph = Graphs.Create("base; middle <- base; leaf <- middle; other");
        var plan = Planner.Plan(graph, null, Supply.Hub);
        plan = plan with
        {
            Steps = [.. plan.Steps.Select(s => s with { SizeBefore = s.Image.Name == "base" ? 10_000_000 : null, Reason = s.Image.Name == "base" ? "file docker/base/a|b changed" : s.Reason })],
        };
        var results = new ImageResult[]
        {
            new ImageBuilt("base", "base:v1", "sha256:0", TimeSpan.FromSeconds(61), [new LayerSize("a", 12_500_000)], 3, 1),
            new ImageReused("other", "other:v1", "sha256:1", [new LayerSize("b", 50_000)]),
            new ImageFailed("middle", new Problem("docker/middle/Dockerfile:3", "RUN false exited with code 1")),
            new ImageNotBuilt("leaf", "middle failed"),
        }.ToDictionary(r => r.Image);

        Assert.That(SummaryMarkdown.Render(plan, results), Is.EqualTo("""
            ### Images: 1 built, 1 failed, 1 not built, 1 reused

            | image | result | why | time | size | difference |
            |---|---|---|--:|--:|--:|
            | base | built | file docker/base/a\|b changed | 1m 01s | 12.5 MB | +2.5 MB |
            | middle | failed | RUN false exited with code 1 |  |  |  |
            | leaf | not built | middle failed |  |  |  |
            | other | reused | asked for |  | 50.0 kB |  |


            """.ReplaceLineEndings("\n")));
    }
}
