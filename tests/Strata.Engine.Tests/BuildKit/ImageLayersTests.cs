using Strata.Engine.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

public sealed class ImageLayersTests
{
    [Test]
    public void Entries_without_a_layer_are_left_out() =>
        Assert.That(ImageLayers.Sizes([("CMD [\"x\"]", 0), ("COPY a /", 30), ("ENV A=1", 0), ("", 20)], 2), Is.EqualTo(new[] { 20, 30 }));

    [Test]
    public void Step_that_changed_nothing_has_a_layer_of_no_bytes() =>
        Assert.That(ImageLayers.Sizes([("RUN true", 0), ("ENV A=1", 0), ("COPY a /", 30)], 2), Is.EqualTo(new[] { 30, 0 }));

    [Test]
    public void History_that_does_not_match_tells_nothing() =>
        Assert.That(ImageLayers.Sizes([("COPY a /", 30)], 2), Is.Empty);
}
