using System.Text;
using System.Text.Json;

namespace Strata.Engine.Engines;

/// <summary>The HTTP interface of an engine behind a Unix socket of this machine.</summary>
internal static class EngineSocket
{
    /// <summary>Asks the engine for its version and platform; null when none answers in time.</summary>
    internal static async Task<(string Version, string Platform)?> AskAsync(string socket, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            // The ping fails while the daemon still sets up; the version would come too early.
            await GetAsync(socket, "/_ping", limit.Token).ConfigureAwait(false);
            using var version = JsonDocument.Parse(await GetAsync(socket, "/version", limit.Token).ConfigureAwait(false));
            var root = version.RootElement;
            return (SoftwareVersion.Find(root.GetProperty("Version").GetString()!)?.ToString() ?? "", $"{root.GetProperty("Os").GetString()}/{root.GetProperty("Arch").GetString()}");
        }
        catch (Exception silent) when (silent is HttpRequestException or IOException or JsonException
            || (silent is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    // HTTP/1.0: the content has neither chunks nor a length, and ends with the connection.
    private static Task<ReadOnlyMemory<byte>> GetAsync(string socket, string path, CancellationToken cancellation) => UnixSocketExchange.RunAsync(
        socket,
        stream =>
        {
            stream.Write(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.0\r\nHost: engine\r\n\r\n"));
            using var received = new MemoryStream();
            stream.CopyTo(received);
            ReadOnlyMemory<byte> answer = received.ToArray();
            var content = answer.Span.IndexOf("\r\n\r\n"u8) + 4;
            return content > 4 && answer.Span.StartsWith("HTTP/1."u8) && answer.Span["HTTP/1.x".Length..].StartsWith(" 200 "u8)
                ? answer[content..]
                : throw new HttpRequestException($"{path}: the engine does not answer with success");
        },
        cancellation);
}
