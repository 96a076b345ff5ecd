using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net.Sockets;

namespace Strata.Engine.Hosts;

/// <summary>An ssh agent: says which keys it has, and signs with them.</summary>
/// <param name="path">Its socket; absolute.</param>
public sealed class SshAgent(string path)
{
    private const byte RequestIdentities = 11;
    private const byte Identities = 12;
    private const byte RequestSignature = 13;
    private const byte Signature = 14;
    private const int LongestAnswer = 256 * 1024;

    // A key on a token waits for a touch.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The public keys that it has, as they go over the wire; none when it does not answer.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Keys()
    {
        try
        {
            var answer = Ask([RequestIdentities]);
            if (answer[0] != Identities)
            {
                return [];
            }
            var keys = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
            ReadOnlySpan<byte> rest = answer.AsSpan(5);
            for (var left = BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(1)); left > 0; left--)
            {
                keys.Add(Text(ref rest).ToArray());
                // The comment.
                Text(ref rest);
            }
            return keys.ToImmutable();
        }
        catch (Exception none) when (none is SocketException or IOException or ArgumentOutOfRangeException)
        {
            return [];
        }
    }

    /// <summary>Signs data.</summary>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    /// <param name="data">What is signed.</param>
    /// <param name="algorithm">The signature's, such as <c>rsa-sha2-512</c>; of other keys than RSA's it is the key's type.</param>
    /// <returns>The signature as it goes over the wire: its algorithm and its bytes.</returns>
    /// <exception cref="IOException">The agent has gone, or signs nothing with the key.</exception>
    public byte[] Sign(ReadOnlyMemory<byte> key, byte[] data, string algorithm)
    {
        var flags = algorithm switch { "rsa-sha2-256" => 2, "rsa-sha2-512" => 4, _ => 0 };
        try
        {
            var answer = Ask([RequestSignature, .. Bytes(key.Span), .. Bytes(data), .. Number((uint)flags)]);
            ReadOnlySpan<byte> rest = answer.AsSpan(1);
            return answer[0] == Signature ? Text(ref rest).ToArray() : throw new IOException($"the ssh agent signs nothing with the key (code {answer[0]})");
        }
        catch (Exception gone) when (gone is SocketException or ArgumentOutOfRangeException)
        {
            throw new IOException("the ssh agent does not answer", gone);
        }
    }

    /// <summary>The type of a public key: <c>ssh-ed25519</c>; empty when it is none.</summary>
    public static string TypeOf(ReadOnlyMemory<byte> key) => KnownHostLine.TypeOf(key.Span) ?? "";

    private byte[] Ask(byte[] question)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = (int)Patience.TotalMilliseconds,
            SendTimeout = (int)Patience.TotalMilliseconds,
        };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        using var stream = new NetworkStream(socket);
        stream.Write(Bytes(question));
        var length = new byte[4];
        stream.ReadExactly(length);
        var answer = new byte[BinaryPrimitives.ReadUInt32BigEndian(length) is > 0 and <= LongestAnswer and var size ? size : throw new IOException("the ssh agent answers no words of its own")];
        stream.ReadExactly(answer);
        return answer;
    }

    private static ReadOnlySpan<byte> Text(ref ReadOnlySpan<byte> rest)
    {
        var length = (int)BinaryPrimitives.ReadUInt32BigEndian(rest);
        var text = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return text;
    }

    private static byte[] Bytes(ReadOnlySpan<byte> text) => [.. Number((uint)text.Length), .. text];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
