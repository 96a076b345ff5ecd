namespace Strata.Engine.BuildKit;

/// <summary>Hands events on one at a time, from whichever thread they come.</summary>
internal sealed class LockedProgress(IBuildProgress inner) : IBuildProgress
{
    private readonly Lock _gate = new();

    /// <inheritdoc />
    public void Report(BuildEvent happened)
    {
        lock (_gate)
        {
            inner.Report(happened);
        }
    }
}
