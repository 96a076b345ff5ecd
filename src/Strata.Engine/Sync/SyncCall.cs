using Strata.Engine.Hosts;

namespace Strata.Engine.Sync;

/// <summary>A command of the sync that runs on a host while we still find out what it is to do.</summary>
internal sealed class SyncCall : IAsyncDisposable
{
    private readonly TaskCompletionSource<Func<Stream, CancellationToken, Task>> _order = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Task<int> _running;

    /// <summary>Starts the command.</summary>
    /// <param name="host">Where it runs.</param>
    /// <param name="command">What runs there: it reads standard input.</param>
    /// <param name="base">The digest of the tree that it looks after; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public SyncCall(IBuildHost host, Command command, string? @base, CancellationToken cancellation)
    {
        Base = @base;
        _running = host.RunAsync(command with { WriteInput = WriteAsync }, line => (line.IsError ? _errors : _output).Add(line.Text), cancellation);
    }

    /// <summary>The digest of the tree that it looks after; null for none.</summary>
    public string? Base { get; }

    /// <summary>Tells it what to do, and waits for its end.</summary>
    /// <param name="order">Writes the input; not called where the command has ended before.</param>
    public async Task<(int ExitCode, List<string> Output, List<string> Errors)> EndAsync(Func<Stream, CancellationToken, Task> order)
    {
        _order.TrySetResult(order);
        return (await _running.ConfigureAwait(false), _output, _errors);
    }

    /// <summary>Lets it do nothing, if it was not told what to do.</summary>
    public async ValueTask DisposeAsync()
    {
        _order.TrySetResult((_, _) => Task.CompletedTask);
        await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WriteAsync(Stream to, CancellationToken cancellation)
    {
        var order = await _order.Task.WaitAsync(cancellation).ConfigureAwait(false);
        await order(to, cancellation).ConfigureAwait(false);
    }
}
