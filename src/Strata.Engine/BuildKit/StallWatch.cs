namespace Strata.Engine.BuildKit;

/// <summary>Watches that an engine keeps talking, and asks after it when it does not.</summary>
/// <remarks>A client whose engine died in the middle of an export can wait for ever (moby/buildkit#2894).</remarks>
internal sealed class StallWatch(StallLimits limits, Func<CancellationToken, Task<bool>> ping, Action<TimeSpan> stalled, TimeProvider clock)
{
    private long heard = clock.GetTimestamp();

    /// <summary>Notes that the engine was heard.</summary>
    public void Heard() => Volatile.Write(ref heard, clock.GetTimestamp());

    /// <summary>Watches until cancelled (false) or until the engine is found lost (true).</summary>
    public async Task<bool> WatchAsync(CancellationToken cancellation)
    {
        var missed = 0;
        var told = TimeSpan.Zero;
        using var timer = new PeriodicTimer(limits.PingEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                var silence = clock.GetElapsedTime(Volatile.Read(ref heard));
                if (silence < limits.PingEvery)
                {
                    (missed, told) = (0, TimeSpan.Zero);
                    continue;
                }

                // Once could be a moment of load.
                missed = await ping(cancellation).ConfigureAwait(false) ? 0 : missed + 1;
                if (missed == 2)
                {
                    return true;
                }

                if (silence >= told + limits.SayEvery)
                {
                    told = silence;
                    stalled(silence);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The build ended: nothing to watch any more.
        }

        return false;
    }
}
