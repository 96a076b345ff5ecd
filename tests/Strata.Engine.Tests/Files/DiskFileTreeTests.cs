using Strata.Engine.Files;

namespace Strata.Engine.Tests.Files;

[Platform("Linux,MacOsX")]
public sealed class DiskFileTreeTests
{
    private string root = null!;
    private DiskFileTree tree = null!;

    [SetUp]
    public void Create()
    {
        root = Directory.CreateTempSubdirectory("strata-tree-").FullName;
        Directory.CreateDirectory(root + "/in/dir");
        File.WriteAllText(root + "/in/dir/file", "\uFEFFtext");
        File.WriteAllText(root + "/in/dir/.hidden", "");
        File.CreateSymbolicLink(root + "/in/dir/link", "file");
        File.CreateSymbolicLink(root + "/in/dir/broken", "nowhere");
        Directory.CreateSymbolicLink(root + "/in/away", "/etc");
        tree = new DiskFileTree(root + "/in/");
    }

    [TearDown]
    public void Delete() => Directory.Delete(root, recursive: true);

    [Test]
    public void Entries_are_listed_by_name_with_links_as_links()
    {
        Assert.That(tree.List("dir"), Is.EqualTo(
        [
            new TreeEntry("dir/.hidden", TreeEntryKind.File),
            new TreeEntry("dir/broken", TreeEntryKind.Link, "nowhere"),
            new TreeEntry("dir/file", TreeEntryKind.File),
            new TreeEntry("dir/link", TreeEntryKind.Link, "file"),
        ]));
        Assert.That(tree.List(".").Select(e => e.Path), Is.EqualTo(["away", "dir"]));
        Assert.That(tree.List("none"), Is.Empty);
        Assert.That(tree.List("dir/file"), Is.Empty);
    }

    [Test]
    public void Text_is_read_without_its_byte_order_mark() => Assert.That(tree.ReadText("./dir/file"), Is.EqualTo("text"));

    [Test]
    public void Links_are_not_followed()
    {
        Assert.That(tree.Find("away"), Is.EqualTo(new TreeEntry("away", TreeEntryKind.Link, "/etc")));
        Assert.That(tree.Find("away/passwd"), Is.Null);
        Assert.That(tree.List("away"), Is.Empty);
        Assert.Throws<FileNotFoundException>(() => tree.ReadText("away/passwd"));
        Assert.Throws<FileNotFoundException>(() => tree.ReadText("dir/link"));
    }

    [TestCase("../in/dir/file")]
    [TestCase("dir/../../x")]
    [TestCase("/etc/passwd")]
    public void A_path_that_leaves_the_root_is_refused(string path)
    {
        Assert.Throws<ArgumentException>(() => tree.Find(path));
        Assert.Throws<ArgumentException>(() => tree.List(path));
        Assert.Throws<ArgumentException>(() => tree.ReadText(path));
    }

    [Test]
    public void What_is_not_there_is_null()
    {
        Assert.That(tree.Find("dir/none"), Is.Null);
        Assert.That(tree.Find("dir/file/none"), Is.Null);
        Assert.That(tree.Find("."), Is.EqualTo(new TreeEntry(".", TreeEntryKind.Directory)));
        Assert.That(new DiskFileTree(root + "/none").Find("."), Is.Null);
    }
}
