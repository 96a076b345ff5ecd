using System.Net;
using Strata.Graph;

namespace Strata.Engine.Running;

/// <summary>Waits until services are well: by the health check of their images, else by their health path.</summary>
/// <param name="containers">The engine.</param>
/// <param name="patience">How long a service may take.</param>
public sealed class HealthWait(ContainerEngine containers, TimeSpan patience) : IDisposable
{
    private readonly SmokeClient _http = new(containers.Host);

    /// <summary>Waits.</summary>
    /// <param name="image">The service.</param>
    /// <param name="id">Its container.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>How it stands now that it is well.</returns>
    /// <exception cref="StrataException">It ended, is not well, or did not become so in time: with the last lines that it printed.</exception>
    public async Task<ContainerState> AwaitAsync(ImageDefinition image, string id, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            var state = await containers.AwaitHealthAsync(id, limit.Token).ConfigureAwait(false);
            if (!state.IsRunning)
            {
                throw await FailureAsync(image, id, $"its container ended with exit code {state.ExitCode} before it was healthy").ConfigureAwait(false);
            }

            if (state.Health == "unhealthy")
            {
                throw await FailureAsync(image, id, $"its health check fails{Said(state)}").ConfigureAwait(false);
            }

            if (state.Health is null && image.Health is { } path && state.Ports is [{ Url: { } url }, ..])
            {
                await AskAsync(image, id, new Uri(url, path), limit.Token).ConfigureAwait(false);
            }

            return state;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var state = await containers.FindAsync(id, cancellation).ConfigureAwait(false);
            throw await FailureAsync(image, id, $"it is not healthy after {patience.TotalSeconds:0} s{(state is null ? "" : Said(state))}").ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // An image without a health check says nothing of itself, so somebody has to ask until it answers.
    private async Task AskAsync(ImageDefinition image, string id, Uri url, CancellationToken cancellation)
    {
        while (await _http.StatusAsync(url, cancellation).ConfigureAwait(false) != HttpStatusCode.OK)
        {
            if (await containers.FindAsync(id, cancellation).ConfigureAwait(false) is not { IsRunning: true } state)
            {
                throw await FailureAsync(image, id, "its container ended before it was healthy").ConfigureAwait(false);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<StrataException> FailureAsync(ImageDefinition image, string id, string what) => new(
        ExitCode.BuildFailed,
        new Problem($"service '{image.Name}'", what, "see what it printed last", await containers.LastLinesAsync(id, CancellationToken.None).ConfigureAwait(false) ?? "(it printed nothing)"));

    private static string Said(ContainerState state) => state.HealthOutput is { } output ? $": {output.Split('\n')[^1].Trim().TrimEnd('.')}" : "";
}
