using System.Buffers.Binary;
using System.Text;

namespace Strata.Engine.Engines;

/// <summary>Calls of containerd's gRPC interface: messages in frames of HTTP/2 over its socket.</summary>
/// <remarks>
/// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, https://www.rfc-editor.org/rfc/rfc9113. For one question and its answer on one machine very
/// little of HTTP/2 is needed, and no client that has to be loaded first.
/// </remarks>
internal static class ContainerdCall
{
    /// <summary>Messages of one connection: their bytes stay well below what may be sent before the other side says that it has read them.</summary>
    public const int MostAtOnce = 100;

    // Where dockerd keeps what is its own.
    private const string Namespace = "moby";

    // Kinds of frames, their flags, and a setting.
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8;
    private const byte Acknowledged = 1, EndsStream = 1, EndsHeaders = 4, IsPadded = 8;
    private const byte InitialWindow = 4;
    private const int FrameHeader = 9, MessageHeader = 5;

    /// <summary>Calls a method once for each message.</summary>
    /// <param name="socket">Containerd's; absolute.</param>
    /// <param name="method">Such as <c>containerd.services.images.v1.Images/List</c>.</param>
    /// <param name="messages">The requests, encoded; at most <see cref="MostAtOnce"/>.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <returns>The answers, encoded, in the order of the messages; null where containerd refuses, as for what it does not have.</returns>
    /// <exception cref="HttpRequestException">No containerd answers, or not in the way of gRPC.</exception>
    public static Task<byte[]?[]> AskAsync(string socket, string method, IReadOnlyList<byte[]> messages, CancellationToken cancellation) =>
        UnixSocketExchange.RunAsync(socket, stream => Exchange(stream, method, messages), cancellation);

    /// <summary>Sends all requests, then reads until each of them is answered.</summary>
    /// <exception cref="HttpRequestException">The other side does not keep to the protocol, or wants no more.</exception>
    /// <exception cref="IOException">The connection ends.</exception>
    internal static byte[]?[] Exchange(Stream stream, string method, IReadOnlyList<byte[]> messages)
    {
        stream.Write(Requests(method, messages));
        var answers = new MemoryStream?[messages.Count];
        var open = messages.Count;
        var header = new byte[FrameHeader];
        while (open > 0)
        {
            stream.ReadExactly(header);
            var (type, flags) = (header[3], header[4]);
            var payload = new byte[header[0] << 16 | header[1] << 8 | header[2]];
            stream.ReadExactly(payload);
            switch (type)
            {
                case Settings or Ping when (flags & Acknowledged) == 0:
                    stream.Write(Frame(type, Acknowledged, 0, type == Ping ? payload : []));
                    break;
                case Data or Headers:
                    // Calls are numbered 1, 3, 5 ...
                    var call = (int)(BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(5)) / 2);
                    if (call >= answers.Length || (flags & IsPadded) != 0 && type == Data)
                    {
                        throw new HttpRequestException($"containerd's answer to {method} is damaged");
                    }

                    if (type == Data)
                    {
                        (answers[call] ??= new MemoryStream()).Write(payload);
                    }

                    open -= (flags & EndsStream) != 0 ? 1 : 0;
                    break;
                case Reset or GoAway:
                    throw new HttpRequestException($"containerd breaks {method} off");
            }
        }

        return Array.ConvertAll(answers, answer => answer is null ? null : Message(answer.ToArray(), method));
    }

    private static byte[] Requests(string method, IReadOnlyList<byte[]> messages)
    {
        // Answers of any size: nothing has to be said of how much of them has been read.
        byte[] window = [0x7F, 0xFF, 0xFF, 0xFF], more = [0x7F, 0xFF, 0, 0];
        List<byte> bytes = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [0, InitialWindow, .. window]), .. Frame(WindowUpdate, 0, 0, more)];

        // HPACK without its table and its Huffman code (RFC 7541): POST and http are known to it, so are the names of :path, :authority and content-type.
        byte[] headers =
        [
            0x83, 0x86, 0x04, .. Text("/" + method), 0x01, .. Text("containerd"), 0x0F, 0x10, .. Text("application/grpc"),
            0x00, .. Text("te"), .. Text("trailers"), 0x00, .. Text("containerd-namespace"), .. Text(Namespace),
        ];
        var length = new byte[4];
        for (var call = 0; call < messages.Count; call++)
        {
            bytes.AddRange(Frame(Headers, EndsHeaders, 2 * call + 1, headers));
            BinaryPrimitives.WriteInt32BigEndian(length, messages[call].Length);
            bytes.AddRange(Frame(Data, EndsStream, 2 * call + 1, [0, .. length, .. messages[call]]));
        }

        return [.. bytes];
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, (byte)(stream >> 8), (byte)stream, .. payload];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    // Compressed (1) it would be only if we had said that we can read that.
    private static byte[] Message(byte[] answer, string method) =>
        answer.Length >= MessageHeader && answer[0] == 0 && BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(1)) == answer.Length - MessageHeader
            ? answer[MessageHeader..]
            : throw new HttpRequestException($"containerd's answer to {method} is damaged");
}
