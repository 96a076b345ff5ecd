using System.Collections.Immutable;
using Strata.Layers;

namespace Strata.Tests.Layers;

public class SizeBudgetTests
{
    private static readonly LayerContent Base = Layer.Of("os=2000000000:os");
    private static readonly LayerContent Service = Layer.Of("app=10000000:app");
    private static readonly LayerReport Report = Layer.Analyze([Layer.Image("base", [Base]), Layer.Image("web", [Base, Service], "base")], Base, Service);

    [Test]
    public void Image_over_its_budget_is_told_with_the_layers_to_blame()
    {
        var problem = Budget(("web", 400)).Check(Report).Single();
        Assert.That(problem.ToString(), Is.EqualTo("""
            image 'web': 1.01 GB compressed are 605 MB over the budget of 400 MB; make the layers below smaller, or raise the budget
               1.00 GB  base: RUN 0
                5.0 MB  web: RUN 1
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Image_within_its_budget_and_image_without_one_are_fine() => Assert.That(Budget(("web", 1006)).Check(Report), Is.Empty);

    [Test]
    public void Fleet_has_a_budget_of_its_own()
    {
        Assert.That(new SizeBudget(ImmutableDictionary<string, long>.Empty, 1_006_000_000).Check(Report), Is.Empty);
        Assert.That(new SizeBudget(ImmutableDictionary<string, long>.Empty, 1_000_000_000).Check(Report).Single().Place, Is.EqualTo("the fleet"));
    }

    [Test]
    public void Unknown_size_is_no_passed_check()
    {
        var image = Layer.Image("web", [Base]);
        var report = Layer.Analyze([image with { Layers = [image.Layers[0] with { Compressed = null }] }], Base);
        Assert.That(Budget(("web", 400)).Check(report).Single().What, Does.Contain("is not known"));
    }

    private static SizeBudget Budget(params (string Image, long Megabytes)[] images) =>
        new(images.ToImmutableDictionary(i => i.Image, i => i.Megabytes * 1_000_000), null);
}
