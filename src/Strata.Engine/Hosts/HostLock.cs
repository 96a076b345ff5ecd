namespace Strata.Engine.Hosts;

/// <summary>A lock that all clients of a host see; the host's kernel lets it go when its holder or the connection ends, however that comes.</summary>
public sealed class HostLock : IAsyncDisposable
{
    private const string Script =
        """
        mkdir -p "${1%/*}" || exit 1
        exec 9>>"$1" || exit 1
        command -v flock >/dev/null || { echo "there is no flock(1)" >&2; exit 1; }
        flock -n 9 || { printf 'held %s\n' "$(cat "$1.holder" 2>/dev/null)"; flock 9 || exit 1; }
        printf '%s\n' "$2" >"$1.holder"
        echo taken
        cat >/dev/null
        rm -f "$1.holder"
        """;

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _said = [];
    private readonly CancellationTokenSource _waiting = new();
    private Task<int> _holding = Task.FromResult(0);

    private HostLock()
    {
    }

    /// <summary>Waits until the lock is ours.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The lock's file there; absolute; its directory is made, and it stays.</param>
    /// <param name="holder">What others read while they wait: <c>me on laptop, BuildAll</c>.</param>
    /// <param name="onWait">Called once, with who holds it, when we have to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StrataException">The host was lost or cannot lock (exit code 4).</exception>
    public static async Task<HostLock> TakeAsync(IBuildHost host, string path, string holder, Action<string>? onWait, CancellationToken cancellation)
    {
        var held = new HostLock();
        var command = new Command("/bin/sh", "-c", Script, "strata", path, holder)
        {
            GracePeriod = TimeSpan.FromSeconds(1),
            WriteInput = (_, token) => held._release.Task.WaitAsync(token),
        };
        held._holding = host.RunAsync(command, held.Listen(onWait), held._waiting.Token);
        try
        {
            await Task.WhenAny(held._holding, held._taken.Task).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await held.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        if (!held._taken.Task.IsCompleted)
        {
            await held._holding.ConfigureAwait(false);
            throw new StrataException(ExitCode.Unreachable, new Problem($"lock '{path}' on {host.Name}", held._said.LastOrDefault() ?? "cannot be taken"));
        }
        return held;
    }

    /// <summary>Lets go.</summary>
    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        if (!_taken.Task.IsCompleted)
        {
            await _waiting.CancelAsync().ConfigureAwait(false);
        }
        // When the host is lost the lock is gone all the same.
        await ((Task)_holding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _waiting.Dispose();
    }

    private Action<OutputLine> Listen(Action<string>? onWait) => line =>
    {
        if (line.Text == "taken" && !line.IsError)
        {
            _taken.TrySetResult();
        }
        else if (line.Text.StartsWith("held", StringComparison.Ordinal) && !line.IsError)
        {
            onWait?.Invoke(line.Text[4..].Trim() is { Length: > 0 } holder ? holder : "another client");
        }
        else
        {
            _said.Add(line.Text);
        }
    };
}
