using Nuke.Embedded.Tests.Samples;
using ParameterSample = Nuke.Embedded.Tests.Samples.Parameters;

namespace Nuke.Embedded.Tests.Embedded;

/// <summary>What the embedded subset refuses and packaged Nuke lets pass.</summary>
[Parallelizable(ParallelScope.All)]
public class UsageTests
{
    [TestCase("unknown target 'Chidl'; did you mean 'Child'? run ./build.sh --help for all", "Chidl")]
    [TestCase("unknown target 'Parnet'; did you mean 'Parent'? run ./build.sh --help for all", "Child", "--skip", "Parnet")]
    [TestCase("unknown target 'Xyzzy'; run ./build.sh --help for all", "Xyzzy")]
    [TestCase("unknown parameter '--no-loog'; did you mean '--no-logo'? run ./build.sh --help for all", "Child", "--no-loog")]
    [TestCase("unknown parameter '--skip=Child'; a value stands behind a space: --skip Child", "--skip=Child")]
    public void Unknown_name_exits_2_with_the_nearest(string message, params string[] arguments)
    {
        var run = SampleRun.Of<Relations>(arguments);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Ran, Is.Empty);
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo(message));
    }

    [TestCase("--number: 'abc' is no whole number", "--number", "abc")]
    [TestCase("--number: takes one value, got 2: '1', '2'", "--number", "1", "2")]
    [TestCase("--colour: 'gren' is none of Red, Green; did you mean 'Green'?", "--colour", "gren")]
    [TestCase("--some-switch: 'Show' is neither true nor false; it is a switch, and targets stand before all parameters", "--some-switch", "Show")]
    [TestCase("--flavour: 'x' is no Flavour", "--flavour", "x")]
    [TestCase("--db-port: 'x' is no whole number", "--db-port", "x")]
    [TestCase("--verbosity: 'loud' is none of Verbose, Normal, Minimal, Quiet", "--verbosity", "loud")]
    [TestCase("--profile: there is no .nuke/parameters.nope.json; make it, or name another profile", "--profile", "nope")]
    public void Bad_value_exits_2(string message, params string[] arguments)
    {
        var run = SampleRun.Of<ParameterSample>(arguments);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.All);
        Assert.That(run.Ran, Is.Empty);
        Assert.That(run.Errors.TrimEnd(), Is.EqualTo(message));
    }

    [Test]
    public void Bad_value_of_a_variable_that_is_not_ours_is_only_a_warning()
    {
        var run = SampleRun.With<ParameterSample>(["DB_PORT=tcp://10.0.0.1:80"]);

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(run.Value("DbPort"), Is.EqualTo("5432"));
        Assert.That(run.Output.Split("environment variable DB_PORT"), Has.Length.EqualTo(3), "said when it happens and again at the end");
    }

    [Test]
    public void Bad_value_of_our_variable_exits_2() =>
        Assert.That(SampleRun.With<ParameterSample>(["NUKE_DB_PORT=x"]).ExitCode, Is.EqualTo(2));

    [Test]
    public void Secret_is_never_shown()
    {
        var run = SampleRun.With<ParameterSample>([".nuke/parameters.json={ \"ApiKey\": \"hunter2\" }"]);

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.All, Does.Not.Contain("hunter2").And.Contain("NUKE_API_KEY"));
    }

    [Test]
    public void Circle_exits_2() => Assert.That(SampleRun.Of<Circle>().Errors, Does.Contain("Hen -> Egg -> Hen").Or.Contain("Egg -> Hen -> Egg"));

    [Test]
    public void Root_that_is_not_there_exits_2()
    {
        var run = SampleRun.Of<Relations>("--root", "/nowhere/at/all");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Errors, Is.EqualTo("--root: there is no directory '/nowhere/at/all'; name the root of the repository\n"));
    }

    [Test]
    public void Values_of_components_are_found_one_after_another_whatever_thread_asks() =>
        Assert.That(SampleRun.Of<Threads>().Ran, Is.EqualTo("alone alone"));
}
