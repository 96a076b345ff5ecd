using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.BuildKit;

/// <summary>Asks an engine whether it is still there.</summary>
internal sealed partial class EnginePing(IBuildHost host, EngineConnection engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Whether the engine answers within 15 s.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        // Through buildx, since a builder may be a container, a pod or a remote BuildKit. It exits with 0 even when none is reached.
        ImmutableArray<string> builder = engine.Builder is null ? [] : [engine.Builder];
        var command = new Command(engine.Docker, ["buildx", "inspect", .. builder]) { Environment = engine.Environment, GracePeriod = TimeSpan.FromSeconds(1) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var isRunning = false;
            var exit = await host.RunAsync(command, line => isRunning |= Running().IsMatch(line.Text), patience.Token).ConfigureAwait(false);
            return exit == 0 && isRunning;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\AStatus:\s+running")]
    private static partial Regex Running();
}
