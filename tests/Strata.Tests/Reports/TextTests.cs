using Strata.Graph;
using Strata.Planning;
using Strata.Reports;
using Strata.Testing;

namespace Strata.Tests.Reports;

public class TextTests
{
    internal const string Stack =
        """
        base-runtime =v1.0.1 <- python
        base-ml =v1.0.1 <- base-runtime
        router @8080:80 @9090 <- python
        svc-ingestion @8101:8001 <- base-runtime
        svc-rag-retriever @8102:8001 <- base-ml router uv:0.5
        base-cuda !debian <- nvidia:12
        svc-gpu <- base-cuda
        tools
        """;

    [Test]
    public void A_graph_is_a_tree_under_its_upstreams() =>
        Assert.That(GraphText.Render(Graphs.Create(Stack, Supply.Debian)), Is.EqualTo(Golden("graph.txt")));

    [Test]
    public void A_plan_is_a_line_per_image() =>
        Assert.That(PlanText.Render(Planner.Plan(Graphs.Create(Stack, Supply.Debian), null, Supply.Debian)), Is.EqualTo(Golden("plan.txt")));

    [Test]
    public void Nothing_is_said_to_be_nothing()
    {
        Assert.That(GraphText.Render(Graphs.Create("")), Is.EqualTo("no images\n"));
        Assert.That(PlanText.Render(new BuildPlan(Supply.Hub, [])), Is.EqualTo("plan    no images\n"));
    }

    private static string Golden(string name)
    {
        using var stream = typeof(TextTests).Assembly.GetManifestResourceStream($"Strata.Tests.Reports.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
