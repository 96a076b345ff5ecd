using System.Net.Sockets;

namespace Strata.Engine.Engines;

/// <summary>Short exchanges with who listens on a Unix socket of this machine, in whatever protocol.</summary>
/// <remarks>For what a call that builds nothing asks: HttpClient takes that call fifty times as long to load as the answer takes.</remarks>
internal static class UnixSocketExchange
{
    /// <summary>Connects and runs an exchange, which may block, on a thread of its own.</summary>
    /// <param name="path">The socket; absolute.</param>
    /// <param name="exchange">Writes and reads.</param>
    /// <param name="cancellation">Ends it, also while it waits.</param>
    /// <exception cref="HttpRequestException">Nobody listens, or the connection ends too early.</exception>
    public static Task<T> RunAsync<T>(string path, Func<Stream, T> exchange, CancellationToken cancellation) => Task.Run(
        () =>
        {
            cancellation.ThrowIfCancellationRequested();
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            using var ending = cancellation.UnsafeRegister(s => ((Socket)s!).Dispose(), socket);
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(path));
                using var stream = new NetworkStream(socket);
                return exchange(stream);
            }
            catch (Exception broken) when (broken is SocketException or IOException or ObjectDisposedException or ArgumentException)
            {
                cancellation.ThrowIfCancellationRequested();
                throw new HttpRequestException($"{path} does not answer: {broken.Message}", broken);
            }
        },
        CancellationToken.None);
}
