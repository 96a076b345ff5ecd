using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests;

[Parallelizable(ParallelScope.All)]
public class ComponentTests
{
    [Test]
    public void Targets_of_interfaces_run_as_they_are_or_as_the_build_implements_them() =>
        Assert.That(SampleRun.Of<Composed>().Ran, Is.EqualTo("Restore Compile Compile again Test"));

    [Test]
    public void Hidden_target_of_a_base_interface_is_replaced() =>
        Assert.That(SampleRun.Of<Composed>("Log").Ran, Is.EqualTo("Log of derived"));

    [Test]
    public void Base_takes_over_what_the_base_class_declares() =>
        Assert.That(SampleRun.Of<Composed>("Greet").Ran, Is.EqualTo("Greet of base Greet of derived"));

    [Test]
    public void Context_runs_setup_before_and_cleanup_after() =>
        Assert.That(SampleRun.Of<Composed>("UseServer").Ran, Is.EqualTo("StartServer UseServer StopServer"));
}
