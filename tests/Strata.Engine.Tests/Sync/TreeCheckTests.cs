using Strata.Engine.Files;
using Strata.Engine.Sync;

namespace Strata.Engine.Tests.Sync;

public sealed class TreeCheckTests
{
    private static readonly string Hash = new('0', 64);

    [TestCase("", "is not a plain path below the root")]
    [TestCase("/etc/passwd", "is not a plain path below the root")]
    [TestCase("..", "is not a plain path below the root")]
    [TestCase("a/../b", "is not a plain path below the root")]
    [TestCase("a//b", "is not a plain path below the root")]
    [TestCase("./a", "is not a plain path below the root")]
    [TestCase("a/", "is not a plain path below the root")]
    [TestCase("a\nb", "has a control character, such as a line end, in it")]
    [TestCase("a\rb", "has a control character, such as a line end, in it")]
    [TestCase("a\0", "has a control character, such as a line end, in it")]
    public void Names_that_cannot_be_sent_are_refused(string name, string what) =>
        Assert.That(Problem(SyncFile.File(name, 0, Hash, "/x")), Does.Contain(what).And.Contain("rename it, or ignore it in .dockerignore"));

    [Test]
    public void Half_characters_are_refused() => Assert.That(Problem(SyncFile.File("a\ud800", 0, Hash, "/x")), Does.Contain("is no valid Unicode text"));

    [Test]
    public void Names_too_long_are_refused() => Assert.That(Problem(SyncFile.File(new string('x', 256), 0, Hash, "/x")), Does.Contain("is too long"));

    [Test]
    public void Devices_and_pipes_are_refused() =>
        Assert.That(Problem(SyncFile.From(new BuildFile("d/pipe", TreeEntryKind.File, 0x1A4, "/x"))), Does.StartWith("d/pipe: is a device or pipe"));

    [TestCase("a", "/etc/passwd", "is absolute")]
    [TestCase("a", "..", "leaves the tree")]
    [TestCase("d/a", "../../x", "leaves the tree")]
    [TestCase("a", "x/../../x", "leaves the tree")]
    [TestCase("a", "", "is no path that can be sent to a host")]
    [TestCase("a", "x\ny", "is no path that can be sent to a host")]
    public void Links_that_lead_out_are_refused(string path, string target, string what) => Assert.That(Problem(SyncFile.Link(path, target)), Does.Contain(what));

    [Test]
    public void A_link_that_leads_out_through_another_is_refused() =>
        Assert.That(Problem(SyncFile.Link("d/e/up", "../.."), SyncFile.Link("d/e/out", "up/../x")), Does.Contain("d/e/out: the link to 'up/../x' leaves the tree"));

    [TestCase("d/a", "../x")]
    [TestCase("a", "b/../x")]
    [TestCase("a", "a")]
    [TestCase("d/a", "..")]
    [TestCase("d/a", ".//x/")]
    public void Links_inside_are_kept_also_in_circles_and_to_nothing(string path, string target) => Assert.That(Problem(SyncFile.Link(path, target)), Is.Null);

    [Test]
    public void Nothing_stands_below_a_file_or_link() =>
        Assert.That(Problem(SyncFile.Link("a", "b"), SyncFile.File("a/c", 0, Hash, "/x")), Does.Contain("a/c: stands below 'a', which is no directory"));

    [Test]
    public void One_path_has_one_content() =>
        Assert.That(Problem(SyncFile.File("a", 0, Hash, "/x"), SyncFile.File("a", 7, Hash, "/x")), Is.EqualTo("a: is named twice with different content"));

    [Test]
    public void All_problems_are_told_together() =>
        Assert.That(Problem(SyncFile.File("..", 0, Hash, "/x"), SyncFile.File("a\n", 0, Hash, "/x"), SyncFile.Link("c", "/"))!.Split('\n'), Has.Length.EqualTo(3));

    [Test]
    public void Directories_above_come_by_themselves() =>
        Assert.That(TreeCheck.Check([SyncFile.File("a/b/c", 0, Hash, "/x"), SyncFile.Directory("a", 0x1C0)]).Values.Select(f => f.ToString()).Order(),
            Is.EqualTo(["Directory 700 a", "Directory 755 a/b", "File 400 a/b/c"]));

    private static string? Problem(params SyncFile[] files)
    {
        try
        {
            TreeCheck.Check(files);
            return null;
        }
        catch (StrataException refused)
        {
            Assert.That(refused.ExitCode, Is.EqualTo(ExitCode.WrongDefinition));
            return refused.Message;
        }
    }
}
