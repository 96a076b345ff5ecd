namespace Strata.Targets;

/// <summary>Ends a call's work after a while.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly int _minutes;
    private readonly ITimer _timer;
    private volatile bool _isOver;

    /// <param name="minutes">1 or more.</param>
    /// <param name="clock">Measures them.</param>
    /// <param name="end">Called once, on another thread, when they are over.</param>
    /// <exception cref="DefinitionException">There are no such minutes.</exception>
    public TimeLimit(int minutes, TimeProvider clock, Action end)
    {
        if (minutes is < 1 or > 7 * 24 * 60)
        {
            throw new DefinitionException(new Problem("--time-limit", $"takes 1 to {7 * 24 * 60} minutes, not '{minutes}'"));
        }

        _minutes = minutes;
        _timer = clock.CreateTimer(_ =>
        {
            _isOver = true;
            end();
        }, null, TimeSpan.FromMinutes(minutes), Timeout.InfiniteTimeSpan);
    }

    public bool IsOver => _isOver;

    /// <summary>What users read.</summary>
    public StrataException Exception() => new(ExitCode.BuildFailed, new Problem(
        "time limit", $"the work took longer than its {_minutes} minutes, so it was ended", "what is finished is kept: call again, or give it more with --time-limit"));

    public void Dispose() => _timer.Dispose();
}
