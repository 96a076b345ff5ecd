using System.Diagnostics;

namespace Strata.Engine.Hosts;

/// <summary>A process that we started as leader of its own session, and all that came of it.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    /// <summary>Asks the process and its children to end, and kills after the grace period what has not.</summary>
    internal static async Task EndAsync(Process process, int signal, TimeSpan grace)
    {
        if (OperatingSystem.IsWindows())
        {
            KillQuietly(process);
            return;
        }
        if (!OperatingSystem.IsLinux())
        {
            Native.Kill(process.Id, signal);
            using var patience = new CancellationTokenSource(grace);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            KillQuietly(process);
            return;
        }
        await EndSessionAsync(process.Id, signal, grace).ConfigureAwait(false);
    }

    private static async Task EndSessionAsync(int leader, int signal, TimeSpan grace)
    {
        var members = new HashSet<ProcessEntry>();
        if (ProcessEntry.Find(leader) is { } first)
        {
            members.Add(first);
        }
        Collect(leader, members);
        if (!Native.Kill(-leader, signal))
        {
            // It has not come to make its session yet.
            Native.Kill(leader, signal);
        }
        var clock = Stopwatch.StartNew();
        var orphansTold = false;
        for (var delay = 5; Collect(leader, members) && clock.Elapsed < grace; delay = Math.Min(delay * 2, 100))
        {
            if (!orphansTold && members.All(m => m.Pid != leader))
            {
                // Children with groups of their own have not heard the first signal, and nobody is left to tell them.
                orphansTold = true;
                Signal(members, Native.SigTerm);
            }
            await Task.Delay(delay).ConfigureAwait(false);
        }
        for (clock.Restart(); Collect(leader, members) && clock.Elapsed < KillPatience;)
        {
            Signal(members, Native.SigKill);
            await Task.Delay(10).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets members that ended, adds those of the session and children of members; false when none is left.</summary>
    private static bool Collect(int leader, HashSet<ProcessEntry> members)
    {
        var all = ProcessEntry.All().ToList();
        members.IntersectWith(all);
        var pids = members.Select(m => m.Pid).ToHashSet();
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var entry in all.Where(e => e.Session == leader || pids.Contains(e.Parent)))
            {
                grown |= members.Add(entry);
                pids.Add(entry.Pid);
            }
        }
        return members.Count > 0;
    }

    private static void Signal(IEnumerable<ProcessEntry> members, int signal)
    {
        foreach (var member in members)
        {
            Native.Kill(member.Pid, signal);
        }
    }

    private static void KillQuietly(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }
}
