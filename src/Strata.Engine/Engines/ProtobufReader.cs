using System.Text;

namespace Strata.Engine.Engines;

/// <summary>Reads the fields of a protocol buffers message that have a length: texts and messages; numbers are passed over.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/. The few messages that are read and written do not pay for a compiler of them.</remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>Writes a field that is a text of at most 127 bytes.</summary>
    public static byte[] Text(int field, string value) => Encoding.UTF8.GetBytes(value) is { Length: < 0x80 } text
        ? [(byte)(field << 3 | 2), (byte)text.Length, .. text]
        : throw new ArgumentOutOfRangeException(nameof(value), value, "longer than 127 bytes");

    /// <summary>The first field of a message when it is a number; 0 when it is not there, as a zero is not written.</summary>
    /// <exception cref="HttpRequestException">The message is damaged.</exception>
    public static ulong FirstNumber(ReadOnlySpan<byte> message)
    {
        var reader = new ProtobufReader(message);
        return !message.IsEmpty && reader.Number() == 1 << 3 ? reader.Number() : 0;
    }

    /// <summary>Goes on to the next field with a length.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="HttpRequestException">The message is damaged.</exception>
    public bool Next(out int field, out ReadOnlySpan<byte> value)
    {
        while (!_rest.IsEmpty)
        {
            var key = Number();
            field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    Number();
                    break;
                case 1:
                    Take(8);
                    break;
                case 2:
                    value = Take(Number());
                    return true;
                case 5:
                    Take(4);
                    break;
                default:
                    throw Damaged();
            }
        }

        field = 0;
        value = default;
        return false;
    }

    private ulong Number()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            var part = _rest[0];
            _rest = _rest[1..];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }

        throw Damaged();
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }

    private static HttpRequestException Damaged() => new("containerd's answer is damaged");
}
