using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace Strata.Engine.Engines;

/// <summary>Single calls of containerd's gRPC interface: a message in a frame, over HTTP/2 on its socket.</summary>
/// <remarks>https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. Calls of one object share a connection.</remarks>
internal sealed class ContainerdCall(string socket) : IDisposable
{
    // Where dockerd keeps what is its own.
    private const string Namespace = "moby";
    private const int FrameHeader = 5;

    private readonly HttpClient _client = UnixSocketClient.Create(socket);

    /// <summary>Calls a method.</summary>
    /// <param name="method">Such as <c>containerd.services.images.v1.Images/List</c>.</param>
    /// <param name="message">The request, encoded.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, encoded; null when there is no such thing.</returns>
    /// <exception cref="HttpRequestException">No containerd answers, or not with success.</exception>
    public async Task<ReadOnlyMemory<byte>?> AskAsync(string method, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        var frame = new byte[FrameHeader + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsMemory(FrameHeader));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + method)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
            Headers = { { "te", "trailers" }, { "containerd-namespace", Namespace } },
        };
        using var answer = await _client.SendAsync(request, cancellation).ConfigureAwait(false);
        var content = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);

        // An answer without content has its status among the headers.
        var status = answer.TrailingHeaders.TryGetValues("grpc-status", out var trailing) || answer.Headers.TryGetValues("grpc-status", out trailing) ? trailing.FirstOrDefault() : null;
        return status switch
        {
            "0" when content.Length >= FrameHeader => content.AsMemory(FrameHeader),
            "5" => null,
            _ => throw new HttpRequestException($"containerd does not answer {method} (status {status ?? "unknown"})"),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
