namespace Strata.Benchmarks;

/// <summary>Waits until the machine is idle: an engine goes on cleaning up after a build, and the next contender must not pay for the one before.</summary>
internal static class Settling
{
    private const double IdleShare = 0.85;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits for half a second in which the processors were idle, 20 s at most.</summary>
    public static void Wait()
    {
        for (var end = DateTime.UtcNow + Patience; DateTime.UtcNow < end;)
        {
            var before = Read();
            Thread.Sleep(Look);
            var after = Read();
            if (after.All == before.All || (after.Idle - before.Idle) / (double)(after.All - before.All) > IdleShare)
            {
                return;
            }
        }
    }

    // The first line of /proc/stat: user, nice, system, idle and more, in ticks of all processors.
    private static (long Idle, long All) Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(long.Parse).ToArray();
        return (ticks[3], ticks.Sum());
    }
}
