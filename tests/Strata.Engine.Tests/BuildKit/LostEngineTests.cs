using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
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
        await EngineUnderTest.RequireBuildxAsync();
        if (await EngineUnderTest.RunAsync("dockerd", ["--version"]) != 0 || Environment.UserName != "root")
        {
            Assert.Ignore("needs dockerd and root");
        }

        await tree.AddBusyboxAsync();
        var state = Directory.CreateTempSubdirectory("sk-").FullName;
        var marker = $"87{Random.Shared.Next(1000, 9999)}";
        try
        {
            await File.WriteAllTextAsync($"{state}/c.json", """{"features":{"containerd-snapshotter":true}}""");
            await using var daemon = new TestProcess("dockerd",
            [
                "--config-file", $"{state}/c.json", "--data-root", $"{state}/data", "--exec-root", $"{state}/exec", "-H", $"unix://{state}/s",
                "--pidfile", $"{state}/pid", "--bridge=none", "--iptables=false", "--ip6tables=false",
            ]);
            await daemon.ReadyAsync(() => Task.FromResult(IsListening($"{state}/s")));

            var environment = ImmutableDictionary<string, string?>.Empty.Add("DOCKER_HOST", $"unix://{state}/s");
            var connection = new EngineConnection(EngineKind.Private, "docker", environment, "0", "0", "linux/amd64", HostNetworkOnly: true);
            var engine = new BuildxEngine(new LocalHost(), connection, tree.Scratch);
            var request = tree.Request(Recorded.Target("base", $"FROM scratch\nCOPY busybox /\nRUN [\"/busybox\", \"sleep\", \"{marker}\"]\n"));
            var solving = engine.SolveAsync(request, progress, CancellationToken.None);
            var running = progress.When(e => e is BuildEvent.StepStarted { Step.Text: var text } && text.StartsWith("RUN", StringComparison.Ordinal));
            await Task.WhenAny(running, solving).WaitAsync(TimeSpan.FromSeconds(30));

            var watch = Stopwatch.StartNew();
            daemon.Kill();

            var lost = await Assert.ThrowsAsync<StrataException>(() => solving.WaitAsync(TimeSpan.FromSeconds(20)));
            Assert.That(lost!.ExitCode, Is.EqualTo(ExitCode.Unreachable), lost.Message);
            Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
            Assert.That(TestTree.Processes().Select(p => p.Line).Where(l => l.Contains(tree.Scratch)), Is.Empty);
        }
        finally
        {
            // What the killed daemon left: its containerd and the step, known by the state folder and the marker on their command lines.
            foreach (var (id, _) in TestTree.Processes().Where(p => p.Line.Contains(state) || p.Line.Contains($"sleep {marker}")).ToList())
            {
                await EngineUnderTest.RunAsync("kill", ["-9", $"{id}"]);
            }

            await EngineUnderTest.RunAsync("sh", ["-c", "grep -o \"$1[^ ]*\" /proc/mounts | sort -r | xargs -r -n1 umount -l; rm -rf \"$1\"", "sh", state]);
        }
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

    private static bool IsListening(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Task SolveAsync(ScriptedHost host, StallLimits limits, CancellationToken cancellation)
    {
        var connection = new EngineConnection(EngineKind.Docker, "docker", ImmutableDictionary<string, string?>.Empty, "0", "0", "linux/amd64", HostNetworkOnly: false);
        return new BuildxEngine(host, connection, "/scratch") { Limits = limits }.SolveAsync(tree.Request(Recorded.Target("base", "FROM scratch\n")), progress, cancellation);
    }
}
