using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests;

/// <summary>Nuke's behaviour where its rules meet; holds on the packages as on the embedded subset.</summary>
[Parallelizable(ParallelScope.All)]
public class ConformanceTests
{
    [TestCase("FirstDefault SecondDefault")]
    [TestCase("Start Next Third", "Start")]
    [TestCase("Next Third", "Next")]
    [TestCase("Third", "Third")]
    [TestCase("Ground Walls Roof", "Roof")]
    [TestCase("Middle Last", "Last", "Middle")]
    [TestCase("Middle NeedsMiddle Last", "NeedsMiddle", "Last", "--skip", "Opening")]
    [TestCase("Walls Roof", "Roof", "Walls", "--skip")]
    [TestCase("Roof", "Roof", "--skip", "Walls", "Ground")]
    [TestCase("Roof", "Roof", "--skip", "walls+ground")]
    [TestCase("Ground Walls Roof", "Ground+Roof")]
    public void Order(string ran, params string[] arguments)
    {
        var run = SampleRun.Of<Conformance>(arguments);

        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Ran, Is.EqualTo(ran));
    }

    [TestCase("StaticallyOff")]
    [TestCase("DynamicallyOff")]
    public void Skipped_target_triggers_nothing_and_is_no_failure(string target)
    {
        var run = SampleRun.Of<Conformance>(target);

        Assert.That(run.Ran, Is.Empty, run.All);
        Assert.That(run.Status(target), Is.EqualTo("Skipped"));
        Assert.That(run.Status("Next"), Is.EqualTo("Skipped"));
        Assert.That(run.ExitCode, Is.Zero);
    }

    [Test]
    public void Of_several_conditions_all_that_are_false_are_told() =>
        Assert.That(SampleRun.Of<Conformance>("BothOff").Output, Does.Contain("Never() && NorNow()"));

    [Test]
    public void Requirement_of_a_skipped_dependency_does_not_count()
    {
        var run = SampleRun.Of<Conformance>("AfterDemanding", "--skip", "Demanding");

        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Ran, Is.EqualTo("AfterDemanding"));
    }

    [TestCase(new[] { "Limited" }, false)]
    [TestCase(new[] { "Limited", "--limit", "0" }, true)]
    public void Required_number_is_there_when_it_is_zero(string[] arguments, bool isEnough) =>
        Assert.That(SampleRun.Of<Conformance>(arguments).Ran, Is.EqualTo(isEnough ? "Limited" : ""));

    [Test]
    public void Assured_target_that_is_not_planned_does_not_run() =>
        Assert.That(SampleRun.Of<Conformance>("Broken").Ran, Is.EqualTo("Broken"));

    [Test]
    public void Every_assured_target_runs_also_when_one_of_them_fails()
    {
        var run = SampleRun.Of<Conformance>("Broken", "Assured", "AssuredBroken");

        Assert.That(run.Ran, Is.EqualTo("Broken Assured AssuredBroken"), run.All);
        Assert.That(run.ExitCode, Is.EqualTo(255));
    }

    [Test]
    public void Tolerated_failure_still_triggers()
    {
        var run = SampleRun.Of<Conformance>("Tolerated");

        Assert.That(run.Ran, Is.EqualTo("Tolerated Opening"), run.All);
        Assert.That(run.ExitCode, Is.EqualTo(255));
    }

    [TestCase("null")]
    [TestCase("[]", "--remote")]
    [TestCase("[build1]", "--remote", "build1")]
    [TestCase("[build1|build2]", "--remote", "build1", "build2")]
    [TestCase("[]", "--remote", "--no-logo")]
    public void Parameter_with_optional_values_tells_absent_from_alone(string value, params string[] arguments) =>
        Assert.That(SampleRun.Of<Conformance>(["Show", .. arguments]).Value("Remote"), Is.EqualTo(value));

    [TestCase("null", "{ }")]
    [TestCase("[]", "{ \"Remote\": [] }")]
    [TestCase("[build1]", "{ \"Remote\": [ \"build1\" ] }")]
    public void Parameter_with_optional_values_from_a_file(string value, string file) =>
        Assert.That(SampleRun.With<Conformance>([$".nuke/parameters.json={file}"], "Show").Value("Remote"), Is.EqualTo(value));

    [TestCase(new[] { "NUKE_API_KEY=hunter2" }, new[] { "Show" })]
    [TestCase(new string[0], new[] { "Show", "--api-key", "hunter2", "--verbosity", "verbose" })]
    public void Secret_is_read_and_not_shown(string[] environment, string[] arguments)
    {
        var run = SampleRun.With<Conformance>(environment, arguments);

        Assert.That(run.Value("ApiKey"), Is.EqualTo("7 letters"), run.All);
        Assert.That(run.All, Does.Not.Contain("hunter2"));
    }

    [Test]
    public void Continue_after_another_call_starts_anew()
    {
        var root = Directory.CreateTempSubdirectory("nuke-continue-").FullName;
        try
        {
            SampleRun.End(SampleRun.Start<Conformance>(root, [], "Ground", "Broken"), root);
            var other = SampleRun.End(SampleRun.Start<Conformance>(root, [], "Ground", "--continue"), root);

            Assert.That(other.Ran, Is.EqualTo("Ground"), other.All);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
