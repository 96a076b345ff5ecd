using System.Diagnostics;

namespace Strata.EndToEnd;

/// <summary>A build that is cut short leaves nothing behind, and the next one works.</summary>
[NonParallelizable]
public sealed class InterruptionTests
{
    // No other test of the machine runs the same.
    private static readonly string LastingCommand = $"sleep {200_000 + Environment.ProcessId}";
    private static readonly string LastingStep = $"RUN echo it lasts && {LastingCommand}\n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private WorkingCopy _copy = null!;

    [SetUp]
    public async Task Clone_with_a_step_that_lasts()
    {
        await Needs.PrivateEngineAsync();
        _copy = await Clones.CreateAsync(EngineHome.Path);
        _copy.Edit("docker/router/Dockerfile", "USER 10001:10001\n", LastingStep + "USER 10001:10001\n");
    }

    [TearDown]
    public void Remove() => _copy?.Dispose();

    [Test]
    public async Task Interrupt_ends_the_build_with_130_and_leaves_no_process()
    {
        using var call = RunningCall.Start(_copy, "Router", "--supply", "Debian");
        await call.SeeAsync("RUN echo it lasts", Patience);
        var children = Processes.Ids().Where(id => id != call.ProcessId && Processes.IsBelow(id, call.ProcessId) == true).ToList();
        Assert.That(children, Is.Not.Empty, "a docker client runs");

        call.Signal("INT");
        var end = await call.EndAsync(TimeSpan.FromSeconds(60));

        Assert.That(end.ExitCode, Is.EqualTo(130), end.ToString());
        Assert.That(children.Intersect(Processes.Ids()), Is.Empty);
        Assert.That(() => Processes.With(LastingCommand), Is.Empty.After(10_000, 50), "the step's process");
    }

    [Test]
    public async Task Killed_engine_ends_the_build_and_the_next_build_works()
    {
        using var call = RunningCall.Start(_copy, "Router", "--supply", "Debian");
        await call.SeeAsync("RUN echo it lasts", Patience);
        var engine = await EngineHome.Engine().StatusAsync(CancellationToken.None);
        Process.GetProcessById(engine.ProcessId!.Value).Kill();
        var end = await call.EndAsync(TimeSpan.FromMinutes(2));
        Assert.That(end.ExitCode, Is.EqualTo(4), end.ToString());

        _copy.Edit("docker/router/Dockerfile", LastingStep, "");
        var next = await _copy.BuildAsync("Router", "--supply", "Debian");
        Assert.That(next.ExitCode, Is.Zero, next.ToString());
    }
}
