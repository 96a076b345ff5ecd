using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests;

[Parallelizable(ParallelScope.All)]
public class ExtensionTests
{
    [Test]
    public void Attributes_are_called_in_order_of_priority_and_before_the_virtual_methods()
    {
        var run = SampleRun.Of<Extensions>("--limit", "5");
        var calls = run.Output.Split('\n').Where(l => l.StartsWith("trace ") || l.StartsWith("virtual ")).Select(l => l.TrimEnd());

        Assert.That(calls, Is.EqualTo(new[]
        {
            "trace early limit null",
            "trace created Dropped,Wrapped,Broken limit 5",
            "virtual created",
            "trace initialized Dropped,Wrapped",
            "virtual initialized",
            "trace skipped Dropped nothing to do",
            "virtual skipped Dropped",
            "trace running Wrapped",
            "virtual running Wrapped",
            "trace wrapping",
            "trace summary Wrapped [size, 3]",
            "trace succeeded Wrapped",
            "virtual succeeded Wrapped",
            "trace finished",
        }), run.All);
    }

    [Test]
    public void Failure_is_told_with_a_summary()
    {
        var run = SampleRun.Of<Extensions>("Broken");

        Assert.That(run.After("trace summary "), Is.EqualTo(new[] { "Broken [InvalidDataException, Broken broke]" }));
        Assert.That(run.After("trace failed "), Is.EqualTo(new[] { "Broken" }));
    }
}
