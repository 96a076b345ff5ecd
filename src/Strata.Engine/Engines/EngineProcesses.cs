using System.Collections.Immutable;
using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>The processes of one private engine, told by their program and by the runtime folder that their arguments name.</summary>
/// <remarks>Never by a pid file: after a crash its number may belong to anybody.</remarks>
internal sealed class EngineProcesses(string runtimeFolder)
{
    private const string Daemon = "dockerd";

    private static readonly ImmutableArray<string> Programs = [Daemon, "containerd", "containerd-shim-runc-v2", "unshare"];
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(10);

    /// <summary>The daemon's process id; null when it does not run.</summary>
    internal int? DaemonId => Find().Where(p => ProcessEntry.Program(p.Pid) == Daemon).Select(p => (int?)p.Pid).FirstOrDefault();

    /// <summary>Whether any runs.</summary>
    internal bool Any => Find().Any();

    /// <summary>Ends all: asks the daemon first, and kills after the grace period what has not ended.</summary>
    /// <returns>Whether there was any.</returns>
    /// <exception cref="StrataException">Some cannot be ended (exit code 4).</exception>
    internal async Task<bool> EndAsync(TimeSpan grace, CancellationToken cancellation)
    {
        var found = false;
        var clock = Stopwatch.StartNew();
        var asked = new HashSet<ProcessEntry>();
        List<ProcessEntry> left;
        while ((left = [.. Find()]).Count > 0)
        {
            found = true;
            if (clock.Elapsed > grace + KillPatience)
            {
                throw new StrataException(ExitCode.Unreachable, new Problem(
                    "private engine", $"process {left[0].Pid} cannot be ended", "see what it waits for, or restart the machine"));
            }
            // containerd and its shims end with the daemon; without one they have to be told.
            var daemons = left.Where(p => ProcessEntry.Program(p.Pid) == Daemon).ToList();
            foreach (var process in clock.Elapsed > grace ? left : daemons.Count > 0 ? daemons : left)
            {
                if (clock.Elapsed > grace || asked.Add(process))
                {
                    Native.Kill(process.Pid, clock.Elapsed > grace ? Native.SigKill : Native.SigTerm);
                }
            }
            await Task.Delay(20, cancellation).ConfigureAwait(false);
        }
        return found;
    }

    private IEnumerable<ProcessEntry> Find() => ProcessEntry.All().Where(p =>
        ProcessEntry.Program(p.Pid) is { } program && Programs.Contains(program)
        && ProcessEntry.Arguments(p.Pid).Any(a => a.Contains(runtimeFolder + "/", StringComparison.Ordinal)));
}
