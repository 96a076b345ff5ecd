using System.Buffers.Binary;
using System.Text;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>Reads the entries of a layer's tar in one pass: ustar, pax and GNU.</summary>
/// <remarks>
/// The runtime's own reader refuses a whole archive for an extended attribute with a line feed in it, as binary ones (file capabilities) may have.
/// Format: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, https://www.gnu.org/software/tar/manual/html_node/Standard.html.
/// </remarks>
/// <param name="stream">The tar.</param>
internal sealed class LayerTarReader(Stream stream)
{
    private const int Block = 512;

    // Names of paths, not contents: a pax header with big attributes has some hundred kilobytes.
    private const int LargestHeader = 8 << 20;

    private readonly byte[] _header = new byte[Block];
    private long _left;
    private long _padding;

    /// <summary>The entry's name as it stands in the tar.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What a link leads to; empty for others.</summary>
    public string Target { get; private set; } = "";

    /// <summary>What it is; null for what is no part of a file system.</summary>
    public LayerEntryKind? Kind { get; private set; }

    /// <summary>Bytes of its content.</summary>
    public long Size { get; private set; }

    /// <summary>Permission bits, with set-user-id and its kin.</summary>
    public int Mode { get; private set; }

    /// <summary>Goes to the next entry; false at the end of the archive.</summary>
    /// <exception cref="InvalidDataException">It is no tar.</exception>
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public bool Next()
    {
        string? name = null;
        string? target = null;
        long? size = null;
        while (true)
        {
            Skip(_left + _padding);
            (_left, _padding) = (0, 0);
            var count = stream.ReadAtLeast(_header, Block, throwOnEndOfStream: false);
            if (count == 0 || count == Block && !_header.AsSpan().ContainsAnyExcept((byte)0))
            {
                return false;
            }

            Check(count);
            var length = Number(_header.AsSpan(124, 12));
            switch ((char)_header[156])
            {
                case 'x':
                    ReadRecords(Content(length), ref name, ref target, ref size);
                    continue;
                case 'L':
                    name = Text(Content(length));
                    continue;
                case 'K':
                    target = Text(Content(length));
                    continue;
                case 'g':
                    Begin(length);
                    continue;
            }

            SkipSparseMap();

            // What is no file has no content behind its header, whatever that says.
            Begin(_header[156] is >= (byte)'1' and <= (byte)'6' ? 0 : size ?? length);
            Size = _left;
            Name = name ?? OwnName();
            Target = target ?? Text(_header.AsSpan(157, 100));
            Mode = (int)(Number(_header.AsSpan(100, 8)) & 0xfff);
            Kind = KindOf((char)_header[156], Name);
            return true;
        }
    }

    /// <summary>Reads content of the entry; 0 at its end.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_left == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        var count = stream.Read(buffer[..(int)Math.Min(buffer.Length, _left)]);
        _left -= count;
        return count > 0 ? count : throw new EndOfStreamException("the layer is cut short");
    }

    private static LayerEntryKind? KindOf(char type, string name) => type switch
    {
        '0' or '\0' or '7' or 'S' => name.EndsWith('/') ? LayerEntryKind.Directory : LayerEntryKind.File,
        '1' => LayerEntryKind.HardLink,
        '2' => LayerEntryKind.SymbolicLink,
        '3' or '4' or '6' => LayerEntryKind.Special,
        '5' => LayerEntryKind.Directory,
        _ => null,
    };

    private void Begin(long length) => (_left, _padding) = (length, (Block - (length % Block)) % Block);

    private byte[] Content(long length)
    {
        if (length > LargestHeader)
        {
            throw new InvalidDataException($"the layer has a header of {length} bytes");
        }

        Begin(length);
        var content = new byte[length];
        stream.ReadExactly(content);
        _left = 0;
        return content;
    }

    private void Check(int count)
    {
        if (count < Block)
        {
            throw new EndOfStreamException("the layer is cut short");
        }

        // The sum is made as if its own field were blanks.
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++)
        {
            sum += i is >= 148 and < 156 ? 0 : _header[i];
        }

        if (Number(_header.AsSpan(148, 8)) != sum)
        {
            throw new InvalidDataException("the layer is no tar");
        }
    }

    private string OwnName()
    {
        var name = Text(_header.AsSpan(0, 100));
        return _header.AsSpan(257, 6).SequenceEqual("ustar\0"u8) && _header[345] != 0 ? $"{Text(_header.AsSpan(345, 155))}/{name}" : name;
    }

    // Of a file with holes of the older GNU kind: where its parts belong, in blocks of their own behind the header.
    private void SkipSparseMap()
    {
        if (_header[156] != (byte)'S' || _header[482] == 0)
        {
            return;
        }

        var map = new byte[Block];
        do
        {
            stream.ReadExactly(map);
        }
        while (map[504] != 0);
    }

    private void Skip(long bytes)
    {
        Span<byte> rest = stackalloc byte[4096];
        while (bytes > 0)
        {
            var count = stream.Read(rest[..(int)Math.Min(bytes, rest.Length)]);
            bytes -= count > 0 ? count : throw new EndOfStreamException("the layer is cut short");
        }
    }

    /// <summary>Records of a pax header: <c>LENGTH KEY=VALUE\n</c>, where the length counts all of it, so that a value may hold any bytes.</summary>
    private static void ReadRecords(ReadOnlySpan<byte> records, ref string? name, ref string? target, ref long? size)
    {
        while (!records.IsEmpty)
        {
            var blank = records.IndexOf((byte)' ');
            if (blank <= 0 || !System.Buffers.Text.Utf8Parser.TryParse(records[..blank], out int length, out _) || length < blank + 2 || length > records.Length)
            {
                throw new InvalidDataException("the layer has a pax header that cannot be read");
            }

            var record = records[(blank + 1)..(length - 1)];
            records = records[length..];
            var equals = record.IndexOf((byte)'=');
            var value = equals < 0 ? default : record[(equals + 1)..];
            switch (equals < 0 ? "" : Encoding.UTF8.GetString(record[..equals]))
            {
                case "path":
                    name = Encoding.UTF8.GetString(value);
                    break;
                case "linkpath":
                    target = Encoding.UTF8.GetString(value);
                    break;
                case "size" when System.Buffers.Text.Utf8Parser.TryParse(value, out long bytes, out _) && bytes >= 0:
                    size = bytes;
                    break;
            }
        }
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>Octal digits between blanks; big numbers are binary, marked by the highest bit.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            return BinaryPrimitives.ReadInt64BigEndian(field[^8..]) is >= 0 and var big ? big : throw new InvalidDataException("the layer has an entry of negative size");
        }

        long number = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            number = digit is >= (byte)'0' and <= (byte)'7' ? (number * 8) + digit - '0' : throw new InvalidDataException("the layer is no tar");
        }

        return number;
    }
}
