using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Graph;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What the target that locks Python packages does: the tools run in containers, so that every machine writes the same lock.</summary>
internal static class DependencyLockTargets
{
    private const int LinesShown = 12;

    /// <exception cref="StrataException">A lock cannot be made (exit code 1), or no engine can be had (4).</exception>
    public static void Run(StrataSession session, string dockerfile) => session.Guard(() => RunAsync(session, dockerfile, session.Cancellation));

    private static async Task RunAsync(StrataSession session, string dockerfile, CancellationToken cancellation)
    {
        // Only where PyPI is do images stand on locks, whatever supply this machine has.
        var graph = session.DeclaredGraph;
        var locks = graph.Images.SelectMany(i => DependencyLock.Find(graph.Inputs(i))).DistinctBy(l => l.Path).ToList();
        if (locks.Count == 0)
        {
            System.Console.Out.WriteLine("no Dockerfile reads a uv.lock or poetry.lock");
            return;
        }

        var host = new LocalHost();
        var engine = await EngineSelection.Here(session).ConnectAsync(cancellation);
        foreach (var locked in locks)
        {
            System.Console.Out.WriteLine($"{await LockAsync(session, host, engine, dockerfile, locked, cancellation),-9} {locked.Path}");
        }
    }

    // The tool writes beside, and only a whole lock takes the old one's place.
    private static async Task<string> LockAsync(
        StrataSession session, LocalHost host, EngineConnection engine, string dockerfile, DependencyLock locked, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(session.Build.TemporaryDirectory / "locks" / locked.Folder).FullName;
        string[] network = engine.HostNetworkOnly ? ["--network", "host", "--allow", "network.host"] : [];
        var build = engine.BuildxCommand(
            ["build", "--progress", "plain", .. network, "--file", dockerfile, "--target", locked.Tool, "--output", $"type=local,dest={folder}", locked.Folder])
            with { WorkingDirectory = session.Root, InterruptFirst = true };
        var answer = await host.CaptureAsync(build, cancellation);
        if (answer.ExitCode != 0)
        {
            ConsoleOutput.Progress.WriteLine(string.Join('\n', answer.Lines.TakeLast(LinesShown).Select(l => l.Text)));
            throw new StrataException(ExitCode.BuildFailed, new Problem(locked.Path, $"{locked.Tool} could not lock it, see its last lines above", "run this where Docker Hub and PyPI answer"));
        }

        var (made, path) = (await File.ReadAllTextAsync(Path.Combine(folder, Path.GetFileName(locked.Path)), cancellation), Path.Combine(session.Root, locked.Path));
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellation) == made)
        {
            return "unchanged";
        }

        await AtomicFile.WriteAsync(path, made, isPrivate: false, cancellation);
        return "written";
    }
}
