using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.BuildKit;

/// <summary>Asks an engine whether it is still there.</summary>
internal sealed class EnginePing(IBuildHost host, EngineConnection engine)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Whether the engine answers within 15 s.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        // A builder that is not the engine itself (a container, a remote BuildKit) is asked through buildx.
        Command command = engine.Builder is null
            ? new Command(engine.Docker, "version", "--format", "{{.Server.Version}}")
            : new Command(engine.Docker, "buildx", "inspect", engine.Builder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            var isReached = true;
            var exit = await host.RunAsync(
                command with { Environment = engine.Environment, GracePeriod = TimeSpan.FromSeconds(1) },
                line => isReached &= !line.Text.StartsWith("Error:", StringComparison.Ordinal),
                patience.Token).ConfigureAwait(false);
            return exit == 0 && isReached;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
