using Strata.Testing.Registry;

namespace Strata.Targets.Tests;

public class TimeLimitTests
{
    [Test]
    public async Task Work_is_ended_when_its_minutes_are_over()
    {
        var clock = new InstantClock();
        var ended = new TaskCompletionSource();
        using var limit = new TimeLimit(60, clock, ended.SetResult);

        await ended.Task;

        Assert.That(clock.Waits, Is.EqualTo(new[] { TimeSpan.FromHours(1) }));
        Assert.That(limit.IsOver);
        Assert.That(limit.Exception().ExitCode, Is.EqualTo(ExitCode.BuildFailed));
        Assert.That(limit.Exception().Message, Does.StartWith("time limit: the work took longer than its 60 minutes"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(100_000)]
    public void Limits_that_are_none_are_told(int minutes) =>
        Assert.That(() => new TimeLimit(minutes, new InstantClock(), () => { }), Throws.TypeOf<DefinitionException>());
}
