using System.Net.Sockets;
using System.Text.Json;

namespace Strata.Engine.Engines;

/// <summary>The HTTP interface of an engine behind a Unix socket of this machine.</summary>
internal static class EngineSocket
{
    /// <summary>Asks the engine for its version and platform; null when none answers in time.</summary>
    internal static async Task<(string Version, string Platform)?> AskAsync(string socket, TimeSpan patience, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(socket, token), UseProxy = false });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            // The ping fails while the daemon still sets up; the version would come too early.
            using var ping = await client.GetAsync("http://engine/_ping", limit.Token).ConfigureAwait(false);
            if (!ping.IsSuccessStatusCode)
            {
                return null;
            }
            using var version = JsonDocument.Parse(await client.GetStringAsync("http://engine/version", limit.Token).ConfigureAwait(false));
            var root = version.RootElement;
            return (SoftwareVersion.Find(root.GetProperty("Version").GetString()!)?.ToString() ?? "", $"{root.GetProperty("Os").GetString()}/{root.GetProperty("Arch").GetString()}");
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or JsonException
            || (silent is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
