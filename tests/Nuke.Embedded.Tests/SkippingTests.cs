using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests;

[Parallelizable(ParallelScope.All)]
public class SkippingTests
{
    [Test]
    public void Skip_alone_leaves_out_all_that_is_not_named()
    {
        var run = SampleRun.Of<Skipping>("Middle", "--skip");

        Assert.That(run.Ran, Is.EqualTo("Middle"));
        Assert.That(run.Status("Bottom"), Is.EqualTo("Skipped"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void Skip_with_a_name_leaves_out_what_only_it_needs()
    {
        var run = SampleRun.Of<Skipping>("All", "--skip", "Middle");

        Assert.That(run.Ran, Is.EqualTo("Shared Side All"));
        Assert.That(run.Status("Bottom"), Is.EqualTo("Skipped"));
        Assert.That(run.Output, Does.Contain("because of Middle"));
    }

    [Test]
    public void Skip_does_not_leave_out_a_named_target() =>
        Assert.That(SampleRun.Of<Skipping>("Bottom", "--skip", "Bottom").Ran, Is.EqualTo("Bottom"));

    [Test]
    public void False_static_condition_skips_target_and_dependencies()
    {
        var run = SampleRun.Of<Skipping>("Static");

        Assert.That(run.Ran, Is.Empty);
        Assert.That(run.Status("Static"), Is.EqualTo("Skipped"));
        Assert.That(run.Output, Does.Contain("OnlyWhen: Never()"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void False_dynamic_condition_skips_the_target_after_its_dependencies_ran() =>
        Assert.That(SampleRun.Of<Skipping>("Dynamic").Ran, Is.EqualTo("Bottom"));

    [Test]
    public void WhenSkipped_execute_keeps_dependencies() =>
        Assert.That(SampleRun.Of<Skipping>("Executing").Ran, Is.EqualTo("Bottom"));

    [Test]
    public void Dependency_of_a_skipped_target_runs_when_another_needs_it() =>
        Assert.That(SampleRun.Of<Skipping>("Static", "Middle").Ran.Split(' '), Is.EquivalentTo(new[] { "Bottom", "Shared", "Middle" }));

    [Test]
    public void Condition_that_throws_fails_the_build()
    {
        var run = SampleRun.Of<Skipping>("Throwing");

        Assert.That(run.ExitCode, Is.EqualTo(255));
        Assert.That(run.All, Does.Contain("condition broke"));
    }
}
