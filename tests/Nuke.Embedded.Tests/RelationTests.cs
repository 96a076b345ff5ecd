using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests;

[Parallelizable(ParallelScope.All)]
public class RelationTests
{
    // Of targets without a relation, the one declared last runs first.
    [TestCase("Default", "")]
    [TestCase("Parent Child", "Child")]
    [TestCase("Helper NeedsHelper", "NeedsHelper")]
    [TestCase("Helper", "Helper")]
    [TestCase("Early Late", "Late", "Early")]
    [TestCase("Late", "Late")]
    [TestCase("First Second", "Second", "First")]
    [TestCase("Second", "Second")]
    [TestCase("Trigger Parent Triggered", "Trigger")]
    [TestCase("Parent Triggered", "Triggered")]
    [TestCase("Leader Follower", "Leader")]
    [TestCase("Follower", "Follower")]
    [TestCase("Bottom 1 Bottom 2 Left Right", "Top")]
    [TestCase("Parent Child", "child")]
    [TestCase("Helper NeedsHelper", "needs-helper")]
    [TestCase("Early Late", "Late+Early")]
    [TestCase("Early Late", "--target", "Late", "Early")]
    public void Order(string ran, params string[] arguments)
    {
        var run = SampleRun.Of<Relations>([.. arguments.Where(a => a.Length > 0)]);

        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Ran, Is.EqualTo(ran));
    }

    [Test]
    public void Target_without_actions_is_collective()
    {
        var run = SampleRun.Of<Relations>("Top");

        Assert.That(run.Status("Top"), Is.EqualTo("Collective"));
    }

    [Test]
    public void Circle_is_refused_with_its_members()
    {
        var run = SampleRun.Of<Circle>();

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Ran, Is.Empty);
        Assert.That(run.All, Does.Contain("Hen").And.Contain("Egg").And.Contain("ircular"));
    }
}
