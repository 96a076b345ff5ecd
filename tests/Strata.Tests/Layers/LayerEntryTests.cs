using Strata.Layers;

namespace Strata.Tests.Layers;

public class LayerEntryTests
{
    [TestCase("./usr/bin/", "usr/bin")]
    [TestCase("/etc//passwd", "etc/passwd")]
    [TestCase("a/./b", "a/b")]
    [TestCase(".dockerenv", ".dockerenv")]
    [TestCase("a/.b/c", "a/.b/c")]
    public void Names_are_relative_to_the_root(string name, string path) =>
        Assert.That(LayerEntry.Create(name, LayerEntryKind.File)?.Path, Is.EqualTo(path));

    [TestCase("./")]
    [TestCase("/")]
    [TestCase("../etc/passwd")]
    [TestCase("a/../../b")]
    [TestCase("a/.wh..wh.plnk")]
    [TestCase(".wh.")]
    public void What_is_no_content_is_left_out(string name) => Assert.That(LayerEntry.Create(name, LayerEntryKind.File), Is.Null);

    [TestCase("a/.wh.b", "a/b", LayerEntryKind.Whiteout)]
    [TestCase(".wh.b", "b", LayerEntryKind.Whiteout)]
    [TestCase("a/b/.wh..wh..opq", "a/b", LayerEntryKind.Opaque)]
    [TestCase("./.wh..wh..opq", "", LayerEntryKind.Opaque)]
    public void Whiteouts_are_what_they_delete(string name, string path, LayerEntryKind kind)
    {
        var entry = LayerEntry.Create(name, LayerEntryKind.File, size: 3)!.Value;
        Assert.That((entry.Path, entry.Kind, entry.Size), Is.EqualTo((path, kind, 0L)));
    }

    [Test]
    public void Hard_link_leads_to_a_path_of_the_root() =>
        Assert.That(LayerEntry.Create("b", LayerEntryKind.HardLink, target: "./usr/a")?.Target, Is.EqualTo("usr/a"));
}
