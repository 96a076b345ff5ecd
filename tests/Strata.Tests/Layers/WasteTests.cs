using Strata.Layers;

namespace Strata.Tests.Layers;

/// <summary>What later layers hide of earlier ones, and what is there twice.</summary>
public class WasteTests
{
    [Test]
    public void Overwritten_file_is_wasted() =>
        Assert.That(Wasted("a=5:x b=7:y", "a=6:z"), Is.EqualTo(new[] { "a 5 Overwritten 0 1" }));

    [Test]
    public void Same_bytes_again_are_told_apart() =>
        Assert.That(Wasted("a=5:x", "a=5:x"), Is.EqualTo(new[] { "a 5 Rewritten 0 1" }));

    [Test]
    public void Whiteout_deletes_what_lies_below_it() =>
        Assert.That(Wasted("d/a=5:x d/e/b=7:y c=1:c", "-d"), Is.EqualTo(new[] { "d/e/b 7 Deleted 0 1", "d/a 5 Deleted 0 1" }));

    [Test]
    public void Whiteout_spares_what_its_own_layer_brings_wherever_in_the_tar_it_stands()
    {
        Assert.That(Wasted("d/a=5:x", "d/a=9:y -d/a"), Is.EqualTo(new[] { "d/a 5 Deleted 0 1" }));
        Assert.That(Wasted("d/a=5:x", "-d d/a=9:y"), Is.EqualTo(new[] { "d/a 5 Deleted 0 1" }));
    }

    [Test]
    public void Opaque_directory_hides_all_below_but_not_its_own()
    {
        var stack = Layer.Stack(Layer.Of("d/a=5:x d/e/b=7:y e=1:e"), Layer.Of("d/c=3:z opq:d"));
        Assert.That(stack.Wasted.Select(Text), Is.EqualTo(new[] { "d/e/b 7 Deleted 0 1", "d/a 5 Deleted 0 1" }));
        Assert.That(stack.BiggestFiles.Select(f => f.Path), Is.EqualTo(new[] { "d/c", "e" }));
    }

    [Test]
    public void Opaque_root_hides_all_layers_below() =>
        Assert.That(Wasted("a=5:x d/b=6:y", "opq: c=1:c"), Is.EqualTo(new[] { "d/b 6 Deleted 0 1", "a 5 Deleted 0 1" }));

    [Test]
    public void Whiteout_of_nothing_wastes_nothing() => Assert.That(Wasted("a=5:x", "-b -a/c opq:d"), Is.Empty);

    [Test]
    public void File_in_place_of_a_directory_hides_all_in_it() =>
        Assert.That(Wasted("d/a=5:x d/b=6:y", "d=1:z"), Is.EqualTo(new[] { "d/b 6 Overwritten 0 1", "d/a 5 Overwritten 0 1" }));

    [Test]
    public void Directory_in_place_of_a_file_hides_it_and_a_directory_again_keeps_what_it_holds()
    {
        Assert.That(Wasted("d=5:x", "d/ d/a=1:y"), Is.EqualTo(new[] { "d 5 Overwritten 0 1" }));
        Assert.That(Wasted("d/a=5:x", "d/ d/b=1:y"), Is.Empty);
    }

    [Test]
    public void Hard_link_counts_once_and_is_wasted_with_its_last_name()
    {
        Assert.That(Wasted("a=5:x b&a"), Is.Empty);
        Assert.That(Wasted("a=5:x b&a", "-a"), Is.Empty);
        Assert.That(Wasted("a=5:x b&a", "-a", "b=1:y"), Is.EqualTo(new[] { "b 5 Overwritten 0 2" }));
    }

    [Test]
    public void Hard_link_may_lead_to_a_file_of_a_layer_below()
    {
        var stack = Layer.Stack(Layer.Of("a=5:x"), Layer.Of("b&a"), Layer.Of("-a"));
        Assert.That(stack.WastedBytes, Is.Zero);
        Assert.That(stack.BiggestFiles, Is.EqualTo(new[] { new ImageFile("b", 5, 0) }));
    }

    [Test]
    public void Hard_link_to_nothing_and_to_itself_does_no_harm() => Assert.That(Wasted("a&b c=5:x c&c"), Is.Empty);

    [Test]
    public void Same_content_elsewhere_is_a_duplicate_of_the_first()
    {
        var waste = Layer.Stack(Layer.Of("b=5:x"), Layer.Of("a=5:x c=5:x d=6:x")).Wasted;
        Assert.That(waste.Select(w => (Text(w), w.Original)), Is.EqualTo(new[] { ("a 5 Duplicated 1 0", "b"), ("c 5 Duplicated 1 0", "b") }));
    }

    [Test]
    public void Hidden_file_is_no_original() =>
        Assert.That(Wasted("b=5:x", "-b a=5:x"), Is.EqualTo(new[] { "b 5 Deleted 0 1" }));

    [Test]
    public void Path_through_a_link_is_where_the_link_leads()
    {
        Assert.That(Wasted("usr/lib/a=5:x lib>usr/lib", "lib/a=6:y"), Is.EqualTo(new[] { "usr/lib/a 5 Overwritten 0 1" }));
        Assert.That(Wasted("usr/lib/a=5:x x/lib>../usr/lib", "-x/lib/a"), Is.EqualTo(new[] { "usr/lib/a 5 Deleted 0 1" }));
    }

    [Test]
    public void Links_in_a_circle_end() => Assert.That(Wasted("a>b b>a", "a/c=5:x"), Is.Empty);

    private static IEnumerable<string> Wasted(params string[] layers) => Layer.Stack([.. layers.Select(l => Layer.Of(l))]).Wasted.Select(Text);

    private static string Text(WastedFile waste) => $"{waste.Path} {waste.Bytes} {waste.Kind} {waste.Layer} {waste.By}";
}
