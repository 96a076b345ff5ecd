using Nuke.Common.IO;

namespace Nuke.Embedded.Tests;

public class AbsolutePathTests
{
    private AbsolutePath _directory;

    [SetUp]
    public void Create() => _directory = Directory.CreateTempSubdirectory("nuke-path-").FullName;

    [TearDown]
    public void Delete() => _directory.DeleteDirectory();

    [Test]
    public void Parts()
    {
        var file = (AbsolutePath)"/a/b" / "../c" / "file" + ".tar.gz";

        Assert.That((string)file, Is.EqualTo("/a/c/file.tar.gz"));
        Assert.That(file.Name, Is.EqualTo("file.tar.gz"));
        Assert.That(file.NameWithoutExtension, Is.EqualTo("file.tar"));
        Assert.That(file.Extension, Is.EqualTo(".gz"));
        Assert.That(file.Parent, Is.EqualTo((AbsolutePath)"/a/c/"));
        Assert.That(((AbsolutePath)"/").Parent, Is.Null);
        Assert.That(file / .., Is.EqualTo(file.Parent));
    }

    [Test]
    public void Path_that_is_not_rooted_is_refused() =>
        Assert.That(() => (AbsolutePath)"a/b", Throws.ArgumentException);

    [Test]
    public void Text_is_written_with_its_directory_and_one_line_break()
    {
        var file = _directory / "deep" / "file.txt";
        file.WriteAllText("a\nb\n\n");

        Assert.That(file.ReadAllText(), Is.EqualTo("a\nb\n"));
        Assert.That(file.ReadAllLines(), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(file.Exists(), Is.True);
    }

    [Test]
    public void CreateOrCleanDirectory_empties()
    {
        var directory = (_directory / "sub").CreateDirectory();
        (directory / "old").TouchFile();
        directory.CreateOrCleanDirectory();

        Assert.That(directory.GetFiles(), Is.Empty);
        Assert.That(directory.DirectoryExists(), Is.True);
    }

    [TestCase("*.cs", "a.cs")]
    [TestCase("**/*.cs", "a.cs sub/b.cs sub/deep/c.cs")]
    [TestCase("sub/*", "sub/b.cs sub/b.txt")]
    [TestCase("sub/**", "sub/b.cs sub/b.txt sub/deep/c.cs")]
    [TestCase("**/deep/*", "sub/deep/c.cs")]
    public void GlobFiles(string pattern, string found)
    {
        foreach (var file in new[] { "a.cs", "sub/b.cs", "sub/b.txt", "sub/deep/c.cs" })
            (_directory / file).TouchFile();

        Assert.That(_directory.GlobFiles(pattern).Select(f => _directory.GetUnixRelativePathTo(f).ToString()).Order(), Is.EqualTo(found.Split(' ')));
    }
}
