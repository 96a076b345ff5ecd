using Strata.Graph;
using Strata.Planning;
using Strata.Testing;

namespace Strata.Tests.Planning;

public class PlannerTests
{
    private const string Stack = "base-cuda !debian <- python; base <- python; svc <- base; ml <- base-cuda; ocr <- ml base";

    [Test]
    public void An_image_is_planned_with_what_it_stands_on() =>
        Assert.That(Plan(Supply.Hub, "Svc"), Is.EqualTo(new[] { "Build base: parent of svc", "Build svc: asked for" }));

    [Test]
    public void All_images_are_planned_parents_first() =>
        Assert.That(Planner.Plan(Graphs.Create(Stack), null, Supply.Hub).Steps.Select(s => s.Image.Name), Is.EqualTo(new[] { "base-cuda", "base", "svc", "ml", "ocr" }));

    [Test]
    public void What_the_supply_cannot_carry_is_skipped_with_all_that_stands_on_it() =>
        Assert.That(Plan(Supply.Debian, "ocr", "svc"), Is.EqualTo(new[]
        {
            "Skip base-cuda: not in the debian supply: no such packages",
            "Build base: parent of svc",
            "Build svc: asked for",
            "Skip ml: stands on base-cuda, which is not in the debian supply",
            "Skip ocr: stands on base-cuda, which is not in the debian supply",
        }));

    [Test]
    public void Parents_are_planned_but_not_asked_for() =>
        Assert.That(Planner.Plan(Graphs.Create(Stack), ["Svc", "ml"], Supply.Debian).Steps.Where(s => s.IsAskedFor).Select(s => s.Image.Name), Is.EqualTo(new[] { "svc", "ml" }));

    [Test]
    public void Unknown_names_are_reported_together()
    {
        var error = Assert.Throws<DefinitionException>(() => Plan(Supply.Hub, "scv", "svc", "bsae"));
        Assert.That(error!.Problems.Select(p => p.Next), Is.EqualTo(new[] { "did you mean 'svc'?", "did you mean 'base'?" }));
    }

    private static string[] Plan(Supply supply, params string[] images) =>
        [.. Planner.Plan(Graphs.Create(Stack, supply), images, supply).Steps.Select(s => $"{s.Action} {s.Image.Name}: {s.Reason}")];
}
