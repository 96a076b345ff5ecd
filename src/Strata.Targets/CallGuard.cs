using System.Runtime.InteropServices;
using Nuke.Common;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>Turns errors for users into the build's exit code, and lets work end in order when the user or the clock ends it.</summary>
internal sealed class CallGuard : IDisposable
{
    private readonly INukeBuild _build;
    private readonly Action _end;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration _terminate;
    private TimeLimit? _timeLimit;
    private volatile bool _isGuarding;
    private volatile bool _isFinished;
    private volatile bool _isEnding;

    /// <summary>Listens for Ctrl-C and SIGTERM.</summary>
    /// <param name="build">Gets the exit code.</param>
    /// <param name="isBuilding">Whether something of ours has to end in order before the process may, beside what is guarded.</param>
    /// <param name="end">Ends what is left of the call when Nuke has finished before its target did.</param>
    public CallGuard(INukeBuild build, Func<bool> isBuilding, Action end)
    {
        (_build, _end) = (build, end);
        System.Console.CancelKeyPress += (_, args) => args.Cancel |= Cancel() && (_isGuarding || isBuilding());
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = Cancel());
    }

    /// <summary>Ends the work of the call.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Runs an action to its end; its error becomes the exit code and is thrown on.</summary>
    public void Run(Action action)
    {
        _isGuarding = true;
        try
        {
            action();
        }
        catch (StrataException e)
        {
            _build.ExitCode = (int)e.ExitCode;
            throw;
        }
        catch (OperationCanceledException) when (_timeLimit is { IsOver: true } limit)
        {
            _build.ExitCode = (int)ExitCode.BuildFailed;
            throw limit.Exception();
        }
        catch (OperationCanceledException)
        {
            _build.ExitCode = (int)ExitCode.Cancelled;
            if (_isFinished)
            {
                EndProcess();
            }

            throw;
        }
        finally
        {
            _isGuarding = false;
        }
    }

    /// <summary>Ends the work when it takes longer than the call says.</summary>
    public void StartTimeLimit() => _timeLimit = (_build as IHazTimeLimit)?.TimeLimit is { } minutes ? new TimeLimit(minutes, TimeProvider.System, () => Cancel()) : null;

    /// <summary>The work is done, whatever still has to be closed.</summary>
    public void EndTimeLimit() => _timeLimit?.Dispose();

    /// <summary>Nuke has finished.</summary>
    /// <returns>Whether what is left may be ended now: on the packaged Nuke a target may still work, and a second Ctrl-C finishes once more, and waits for nobody.</returns>
    public bool Finish()
    {
        var isAgain = _isFinished;
        _isFinished = true;
        if (_isEnding || _isGuarding && (isAgain || !_cancellation.IsCancellationRequested))
        {
            return false;
        }

        return _isEnding = true;
    }

    /// <summary>Asks the work to end; the second time it is not asked but killed.</summary>
    /// <returns>Whether the process shall live on for now.</returns>
    public bool Cancel()
    {
        if (_cancellation.IsCancellationRequested)
        {
            return false;
        }

        _cancellation.Cancel();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _terminate.Dispose();

    // What Nuke would say after the target has ended, it has said.
    private void EndProcess()
    {
        _end();
        Serilog.Log.CloseAndFlush();
        Environment.Exit((int)ExitCode.Cancelled);
    }
}
