namespace Nuke.Common.Execution;

/// <summary>
/// Ctrl-C: the running target gets the time to end by itself (it hears of it by its own subscription), no further target starts, and
/// the build ends as usual. A second Ctrl-C ends the process at once; so does a target that does not end, after the assured ones ran.
/// </summary>
internal sealed class Cancellation : IDisposable
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<Action> _ifLate = [];
    private Timer _timer;
    private volatile bool _isRequested;
    private volatile bool _isFinished;

    public Cancellation() => Console.CancelKeyPress += OnCancelKey;

    public bool IsRequested => _isRequested;

    public void ThrowIfRequested()
    {
        if (_isRequested)
            throw new OperationCanceledException();
    }

    /// <summary>Called, the last one first, when the running target does not end in time.</summary>
    public void IfLate(Action action)
    {
        lock (_gate)
            _ifLate.Insert(0, action);
    }

    public void Dispose()
    {
        _isFinished = true;
        _timer?.Dispose();
        Console.CancelKeyPress -= OnCancelKey;
    }

    private void OnCancelKey(object sender, ConsoleCancelEventArgs args)
    {
        lock (_gate)
        {
            if (_isRequested || _isFinished)
                return;
            _isRequested = true;
            args.Cancel = true;
            _timer = new Timer(_ => EndLate(), null, GracePeriod, Timeout.InfiniteTimeSpan);
        }

        ConsoleText.Write(ConsoleStyle.Warning, "Cancelling, waiting for the running target (Ctrl-C again ends at once)");
    }

    private void EndLate()
    {
        if (_isFinished)
            return;
        _ifLate.ForEach(action => action());
        Environment.Exit(BuildRun.CancelledExitCode);
    }
}
