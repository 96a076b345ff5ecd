using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests;

[Parallelizable(ParallelScope.All)]
public class FailureTests
{
    [Test]
    public void Failed_target_ends_the_build_and_assured_ones_run()
    {
        var run = SampleRun.Of<Failures>("AfterBroken", "Assured");

        Assert.That(run.ExitCode, Is.EqualTo(255));
        Assert.That(run.Ran, Is.EqualTo("Broken Assured"));
        Assert.That(run.Status("Broken"), Is.EqualTo("Failed"));
        Assert.That(run.Status("AfterBroken"), Is.EqualTo("NotRun"));
        Assert.That(run.Status("Assured"), Is.EqualTo("Succeeded"));
        Assert.That(run.Output, Does.Contain("InvalidDataException: Broken broke"));
    }

    [Test]
    public void Tolerated_failure_goes_on_and_fails_the_build_in_the_end()
    {
        var run = SampleRun.Of<Failures>("AfterTolerated");

        Assert.That(run.Ran, Is.EqualTo("Tolerated AfterTolerated"));
        Assert.That(run.ExitCode, Is.EqualTo(255));
    }

    [Test]
    public void Asynchronous_action_is_awaited()
    {
        var run = SampleRun.Of<Failures>("BrokenLater");

        Assert.That(run.ExitCode, Is.EqualTo(255));
        Assert.That(run.Output, Does.Contain("broke later"));
    }

    [TestCase("SetsCode", 3)]
    [TestCase("SetsCodeOnly", 4)]
    [TestCase("SetsCode", 0)]
    public void Exit_code_set_by_the_build_wins(string target, int code) =>
        Assert.That(SampleRun.Of<Failures>(target, "--code", $"{code}").ExitCode, Is.EqualTo(code));

    [Test]
    public void Missing_required_parameter_fails_before_the_first_target()
    {
        var run = SampleRun.Of<Failures>("NeedsParameter");

        Assert.That(run.ExitCode, Is.EqualTo(255));
        Assert.That(run.Ran, Is.Empty);
        Assert.That(run.All, Does.Contain("Needed"));
    }

    [Test]
    public void Required_parameter_that_is_given_is_enough() =>
        Assert.That(SampleRun.Of<Failures>("NeedsParameter", "--needed", "x").Ran, Is.EqualTo("Harmless NeedsParameter"));

    [TestCase("5", "")]
    [TestCase("6", "Harmless NeedsCondition")]
    public void Required_condition_is_checked_before_the_first_target(string code, string ran) =>
        Assert.That(SampleRun.Of<Failures>("NeedsCondition", "--code", code).Ran, Is.EqualTo(ran));

    [Test]
    public void Requirement_of_a_named_target_counts_even_when_it_is_to_be_skipped() =>
        Assert.That(SampleRun.Of<Failures>("Harmless", "NeedsParameter", "--skip", "NeedsParameter").ExitCode, Is.Not.EqualTo(0));

    [Test]
    public void Continue_leaves_out_what_succeeded_before()
    {
        var root = Directory.CreateTempSubdirectory("nuke-continue-").FullName;
        try
        {
            string[] call = ["Harmless", "SetsCode"];
            var first = SampleRun.End(SampleRun.Start<Failures>(root, [], call), root);
            var second = SampleRun.End(SampleRun.Start<Failures>(root, [], [.. call, "--continue"]), root);

            Assert.That(first.Ran, Is.EqualTo("Harmless SetsCode"), first.All);
            Assert.That(second.Ran, Is.EqualTo("SetsCode"), second.All);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
