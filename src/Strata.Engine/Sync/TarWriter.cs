using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Strata.Engine.Sync;

/// <summary>Writes a tar archive into a compressor, in the form that GNU tar and busybox both read: long names as entries of their own.</summary>
internal sealed class TarWriter(Compressor to)
{
    /// <summary>What directories and links have as time of change, in seconds since 1970.</summary>
    public const long FixedTime = 1_000_000_000;

    private const int Block = 512;
    private const int NameLength = 100;
    private const long LargestOctal = 0x1_FFFF_FFFF;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _filled;

    /// <summary>A directory.</summary>
    public ValueTask DirectoryAsync(string name, int mode, CancellationToken cancellation) =>
        HeaderAsync('5', name + "/", "", mode, 0, FixedTime, cancellation);

    /// <summary>A symbolic link.</summary>
    public ValueTask LinkAsync(string name, string target, CancellationToken cancellation) =>
        HeaderAsync('2', name, target, 0x1FF, 0, FixedTime, cancellation);

    /// <summary>Another name for a file that is there already; its path counts from where the archive is unpacked.</summary>
    public ValueTask HardLinkAsync(string name, string existing, int mode, CancellationToken cancellation) =>
        HeaderAsync('1', name, existing, mode, 0, FixedTime, cancellation);

    /// <summary>A file with nothing in it.</summary>
    public ValueTask EmptyFileAsync(string name, CancellationToken cancellation) => HeaderAsync('0', name, "", 0x1A4, 0, FixedTime, cancellation);

    /// <summary>A file.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="mode">Its permission bits.</param>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="content">What its content is read from.</param>
    /// <param name="parts">Where in there its content stands: start and number of bytes of each part, one after the other.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <exception cref="EndOfStreamException">The file became shorter meanwhile.</exception>
    public async ValueTask FileAsync(string name, int mode, long time, SafeFileHandle content, IReadOnlyList<(long Start, long Count)> parts, CancellationToken cancellation)
    {
        var size = parts.Sum(p => p.Count);
        await HeaderAsync('0', name, "", mode, size, time, cancellation).ConfigureAwait(false);
        foreach (var (start, count) in parts)
        {
            await CopyAsync(content, start, count, cancellation).ConfigureAwait(false);
        }

        await PadAsync(size, cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the archive.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await AddAsync(new byte[2 * Block], cancellation).ConfigureAwait(false);
        await FlushAsync(cancellation).ConfigureAwait(false);
        await to.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    private async ValueTask CopyAsync(SafeFileHandle content, long start, long size, CancellationToken cancellation)
    {
        for (var left = size; left > 0;)
        {
            if (_filled == _buffer.Length)
            {
                await FlushAsync(cancellation).ConfigureAwait(false);
            }

            var room = (int)Math.Min(left, _buffer.Length - _filled);

            // Most files are small and in the page cache: a thread for each would cost more than the wait.
            var count = RandomAccess.Read(content, _buffer.AsSpan(_filled, room), start + size - left);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            _filled += count;
            left -= count;
        }
    }

    private async ValueTask HeaderAsync(char type, string name, string target, int mode, long size, long time, CancellationToken cancellation)
    {
        var (nameBytes, targetBytes) = (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(target));
        await LongNameAsync('K', targetBytes, cancellation).ConfigureAwait(false);
        await LongNameAsync('L', nameBytes, cancellation).ConfigureAwait(false);
        await AddAsync(Header(type, nameBytes, targetBytes, mode, size, time), cancellation).ConfigureAwait(false);
    }

    private async ValueTask LongNameAsync(char type, byte[] name, CancellationToken cancellation)
    {
        if (name.Length > NameLength)
        {
            await AddAsync(Header(type, "././@LongLink"u8, [], 0, name.Length + 1, 0), cancellation).ConfigureAwait(false);
            await AddAsync(name, cancellation).ConfigureAwait(false);
            await AddAsync(new byte[1], cancellation).ConfigureAwait(false);
            await PadAsync(name.Length + 1, cancellation).ConfigureAwait(false);
        }
    }

    private static byte[] Header(char type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, int mode, long size, long time)
    {
        var header = new byte[Block];
        Span<byte> at = header;
        name[..Math.Min(name.Length, NameLength)].CopyTo(at);
        Octal(at[100..108], mode);
        Octal(at[108..116], 0);
        Octal(at[116..124], 0);
        Octal(at[124..136], size);
        Octal(at[136..148], time);
        at[148..156].Fill((byte)' ');
        at[156] = (byte)type;
        target[..Math.Min(target.Length, NameLength)].CopyTo(at[157..]);
        "ustar  \0"u8.CopyTo(at[257..]);
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
        }

        Octal(at[148..155], sum);
        at[154] = 0;
        return header;
    }

    private static void Octal(Span<byte> field, long value)
    {
        if (value > LargestOctal)
        {
            // More than 8 GiB: big-endian binary, with the top bit set.
            for (var i = field.Length - 1; i > 0; i--, value >>= 8)
            {
                field[i] = (byte)value;
            }

            field[0] = 0x80;
            return;
        }

        for (var i = field.Length - 2; i >= 0; i--, value >>= 3)
        {
            field[i] = (byte)('0' + (value & 7));
        }
    }

    private ValueTask PadAsync(long size, CancellationToken cancellation) =>
        size % Block == 0 ? ValueTask.CompletedTask : AddAsync(new byte[Block - size % Block], cancellation);

    private async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.Length > _buffer.Length - _filled)
        {
            await FlushAsync(cancellation).ConfigureAwait(false);
        }

        bytes.CopyTo(_buffer.AsMemory(_filled));
        _filled += bytes.Length;
    }

    private async ValueTask FlushAsync(CancellationToken cancellation)
    {
        await to.WriteAsync(_buffer.AsMemory(0, _filled), cancellation).ConfigureAwait(false);
        _filled = 0;
    }
}
