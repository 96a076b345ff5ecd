using System.Text.Json;

namespace Strata.Engine.Engines;

/// <summary>The HTTP interface of an engine behind a Unix socket of this machine.</summary>
internal static class EngineSocket
{
    /// <summary>Asks the engine for its version and platform; null when none answers in time.</summary>
    internal static async Task<(string Version, string Platform)?> AskAsync(string socket, TimeSpan patience, CancellationToken cancellation)
    {
        using var api = new EngineApi(socket);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            // The ping fails while the daemon still sets up; the version would come too early.
            await api.GetAsync("/_ping", limit.Token).ConfigureAwait(false);
            using var version = JsonDocument.Parse((await api.GetAsync("/version", limit.Token).ConfigureAwait(false)).Content);
            var root = version.RootElement;
            return (SoftwareVersion.Find(root.GetProperty("Version").GetString()!)?.ToString() ?? "", $"{root.GetProperty("Os").GetString()}/{root.GetProperty("Arch").GetString()}");
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or JsonException
            || (silent is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
