using System.Collections.Immutable;
using System.Diagnostics;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Testing.BuildKit;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.BuildKit;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LostEngineTests
{
    private readonly RecordedProgress progress = new();
    private TestTree tree = null!;

    [SetUp]
    public void CreateTree() => tree = new TestTree();

    [TearDown]
    public void DeleteTree() => tree.Dispose();

    [Test]
    public async Task Engine_killed_in_the_middle_of_a_solve_ends_it_within_seconds()
    {
        if (await TestEngine.ObstacleAsync() is { } obstacle)
        {
            Assert.Ignore(obstacle);
        }

        await tree.AddBusyboxAsync();
        await using var test = TestEngine.New();
        var connection = await test.Engine.EnsureAsync(CancellationToken.None);
        var engine = new BuildxEngine(new LocalHost(), connection, tree.Scratch);
        var request = tree.Request(Recorded.Target("base", "FROM scratch\nCOPY busybox /\nRUN [\"/busybox\", \"sleep\", \"8765\"]\n"));
        var solving = engine.SolveAsync(request, progress, CancellationToken.None);
        var running = progress.When(e => e is BuildEvent.StepStarted { Step.Text: var text } && text.StartsWith("RUN", StringComparison.Ordinal));
        Assert.That(await Task.WhenAny(running, solving).WaitAsync(TimeSpan.FromSeconds(30)), Is.SameAs(running));

        var watch = Stopwatch.StartNew();
        using var daemon = Process.GetProcessById((await test.Engine.StatusAsync(CancellationToken.None)).ProcessId!.Value);
        daemon.Kill();

        var lost = await Assert.ThrowsAsync<StrataException>(() => solving.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.That(lost!.ExitCode, Is.EqualTo(ExitCode.Unreachable), lost.Message);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
        Assert.That(TestTree.Processes().Select(p => p.Line).Where(l => l.Contains(tree.Scratch)), Is.Empty);
    }

    [Test]
    public async Task Silent_engine_that_does_not_answer_is_lost()
    {
        var host = new ScriptedHost()
            .On("docker buildx", new ScriptedAnswer(0) { Hangs = true })
            .On("docker buildx inspect", ScriptedAnswer.Prints("Error:         Cannot connect to the Docker daemon"));

        var lost = await Assert.ThrowsAsync<StrataException>(() => SolveAsync(host, new StallLimits(TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(20)), CancellationToken.None));

        Assert.That(lost!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
    }

    [Test]
    public async Task Silent_engine_that_answers_is_said_to_stall_for_longer_and_longer()
    {
        using var cancelling = new CancellationTokenSource();
        var host = new ScriptedHost()
            .On("docker buildx", new ScriptedAnswer(0) { Hangs = true })
            .On("docker buildx inspect", ScriptedAnswer.Prints("Status:           running"));
        var solving = SolveAsync(host, new StallLimits(TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(20)), cancelling.Token);
        await progress.When(_ => progress.Of<BuildEvent.Stalled>().Count >= 3).WaitAsync(TimeSpan.FromSeconds(20));

        await cancelling.CancelAsync();

        Assert.That(async () => await solving, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(progress.Of<BuildEvent.Stalled>().Select(s => s.Silence), Is.Ordered.Ascending);
    }

    private Task SolveAsync(ScriptedHost host, StallLimits limits, CancellationToken cancellation)
    {
        var connection = new EngineConnection(EngineKind.Docker, "docker", ImmutableDictionary<string, string?>.Empty, "0", "0", "linux/amd64", HostNetworkOnly: false);
        return new BuildxEngine(host, connection, "/scratch") { Limits = limits }.SolveAsync(tree.Request(Recorded.Target("base", "FROM scratch\n")), progress, cancellation);
    }
}
