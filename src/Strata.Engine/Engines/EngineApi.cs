using System.Net.Sockets;

namespace Strata.Engine.Engines;

/// <summary>The HTTP interface of an engine behind a Unix socket of this machine: a call takes a millisecond where one of the docker client takes fifty.</summary>
internal sealed class EngineApi : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Prepares calls; none is made yet.</summary>
    public EngineApi(string socket) => _client = new HttpClient(
        new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(socket, token), UseProxy = false, UseCookies = false })
    {
        BaseAddress = new Uri("http://engine"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Gets a path.</summary>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task<(byte[] Content, string? Server)> GetAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.GetAsync(path, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false), answer.Headers.Server.FirstOrDefault()?.Product?.Version);
    }

    /// <summary>Gets a path as a stream, which the caller ends.</summary>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task<Stream> StreamAsync(string path, CancellationToken cancellation) => await _client.GetStreamAsync(path, cancellation).ConfigureAwait(false);

    /// <summary>Posts nothing to a path.</summary>
    /// <exception cref="HttpRequestException">No engine answers, or not with success.</exception>
    public async Task PostAsync(string path, CancellationToken cancellation)
    {
        using var answer = await _client.PostAsync(path, null, cancellation).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

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
