using System.Net.Sockets;

namespace Strata.Engine.Engines;

/// <summary>HTTP to whoever listens on a Unix socket of this machine.</summary>
internal static class UnixSocketClient
{
    /// <summary>Prepares calls; none is made yet.</summary>
    public static HttpClient Create(string socket) => new(
        new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(socket, token), UseProxy = false, UseCookies = false })
    {
        BaseAddress = new Uri("http://engine"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

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
