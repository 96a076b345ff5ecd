using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Strata.Engine.Sync;

/// <summary>What a large file's blocks of 64 KiB were: of a later version of it, only other blocks are sent.</summary>
/// <remarks>A block's mark is made of two checksums. Were two ever the same, the host would find that the whole file is another one.</remarks>
internal sealed class FileBlocks
{
    /// <summary>Bytes of a block; the last one of a file may be shorter.</summary>
    public const int Size = 64 * 1024;

    /// <summary>Files from this length on are large, in bytes.</summary>
    public const long Large = 1024 * 1024;

    private readonly ulong[] _marks;

    private FileBlocks(long length, ulong[] marks) => (Length, _marks) = (length, marks);

    /// <summary>The file's length in bytes.</summary>
    public long Length { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read, or became shorter meanwhile.</exception>
    public static FileBlocks Read(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        var marks = new ulong[(length + Size - 1) / Size];
        Parallel.For(0, (marks.Length + 63) / 64, chunk =>
        {
            var buffer = ArrayPool<byte>.Shared.Rent(Size);
            for (var i = chunk * 64; i < Math.Min(marks.Length, (chunk + 1) * 64); i++)
            {
                var at = (long)i * Size;
                var block = buffer.AsSpan(0, (int)Math.Min(Size, length - at));
                for (var filled = 0; filled < block.Length;)
                {
                    var count = RandomAccess.Read(file, block[filled..], at + filled);
                    filled += count > 0 ? count : throw new EndOfStreamException();
                }

                marks[i] = Mark(block);
            }

            ArrayPool<byte>.Shared.Return(buffer);
        });
        return new FileBlocks(length, marks);
    }

    /// <summary>CRC-32C of every first and of every second eight bytes: processors have it, so that reading takes longer.</summary>
    private static ulong Mark(ReadOnlySpan<byte> block)
    {
        var (first, second) = (uint.MaxValue, (uint)block.Length);
        var words = MemoryMarshal.Cast<byte, ulong>(block);
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            first = BitOperations.Crc32C(first, words[i]);
            second = BitOperations.Crc32C(second, words[i + 1]);
        }

        foreach (var rest in block[(words.Length / 2 * 16)..])
        {
            first = BitOperations.Crc32C(first, rest);
        }

        return ((ulong)second << 32) | first;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is not that.</summary>
    public static FileBlocks? TryParse(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count % sizeof(ulong) == 0 && count > 0
            && MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan(0, count)) is [var length, .. var marks] && (ulong)marks.Length == (length + Size - 1) / Size
            ? new FileBlocks((long)length, marks.ToArray())
            : null;
    }

    /// <summary>Runs of blocks that are not as in an older version.</summary>
    public IReadOnlyList<BlockRun> ChangesSince(FileBlocks old)
    {
        var runs = new List<BlockRun>();
        for (var i = 0; i < _marks.Length; i++)
        {
            if (i < old._marks.Length && _marks[i] == old._marks[i])
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1] is var last && last.First + last.Count == i)
            {
                runs[^1] = last with { Count = last.Count + 1 };
            }
            else
            {
                runs.Add(new BlockRun(i, 1));
            }
        }

        return runs;
    }

    /// <summary>All of it as text.</summary>
    public override string ToString() => Convert.ToBase64String(MemoryMarshal.AsBytes<ulong>([(ulong)Length, .. _marks]));
}
