using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>A build that is cut short leaves nothing behind, and the next one works.</summary>
[NonParallelizable]
public sealed class InterruptionTests
{
    private const string LastingStep = "RUN echo it lasts && sleep 1234\n";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private WorkingCopy _copy = null!;

    [SetUp]
    public async Task Clone_with_a_step_that_lasts()
    {
        await Needs.PrivateEngineAsync();
        _copy = await WorkingCopy.CreateAsync(EngineHome.Path);
        _copy.Edit("docker/router/Dockerfile", "USER 10001:10001\n", LastingStep + "USER 10001:10001\n");
    }

    [TearDown]
    public void Remove() => _copy?.Dispose();

    [Test]
    public async Task Interrupt_ends_the_build_with_130_and_leaves_no_process()
    {
        using var call = RunningCall.Start(_copy, "Router", "--supply", "Debian");
        await call.SeeAsync("RUN echo it lasts", Patience);
        var children = Descendants(call.ProcessId);
        Assert.That(children, Is.Not.Empty, "a docker client runs");

        call.Signal("INT");
        var end = await call.EndAsync(TimeSpan.FromSeconds(60));

        Assert.That(end.ExitCode, Is.EqualTo(130), end.ToString());
        Assert.That(children.Where(IsAlive), Is.Empty);
        Assert.That(await EventuallyNoneAsync("sleep 1234"), Is.True, "the step's process is gone");
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

    private static List<int> Descendants(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(p => p.Parent, p => p.Id);
        var found = new List<int>();
        var waiting = new Queue<int>([root]);
        while (waiting.TryDequeue(out var id))
        {
            foreach (var child in parents[id])
            {
                found.Add(child);
                waiting.Enqueue(child);
            }
        }

        return found;
    }

    private static int ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return 0;
        }
    }

    private static bool IsAlive(int id) => Directory.Exists($"/proc/{id}");

    private static async Task<bool> EventuallyNoneAsync(string commandLine)
    {
        for (var i = 0; i < 100; i++)
        {
            var output = await new LocalHost().CaptureAsync(new Command("ps", "-eo", "args"), CancellationToken.None);
            if (!output.Lines.Any(l => l.Text.Trim() == commandLine))
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }
}
