using System.Buffers.Binary;
using System.IO.Compression;

namespace Strata.Engine.Sync;

/// <summary>Compresses one thing after another into a stream, which stays open.</summary>
internal abstract class Compressor : IDisposable
{
    /// <summary>What <see cref="CompressAsync"/> fills up to, in bytes.</summary>
    public const int Block = 512;

    // A gzip member with nothing in it but a comment of no letters.
    private const int Shortest = 21;

    /// <summary>The command that unpacks it on a host.</summary>
    public static string Unpacker(bool zstd) => zstd ? "zstd -dc" : "gzip -dc";

    /// <summary>Starts to compress.</summary>
    /// <param name="to">Where the compressed bytes go.</param>
    /// <param name="zstd">With zstd, for which this machine has to have the library; else with gzip.</param>
    public static Compressor Create(Stream to, bool zstd) => zstd ? new ZstdCompressor(to) : new Gzip(to);

    /// <summary>The bytes, compressed in one go, to whole blocks: a shell can read those exactly, and leave alone what follows.</summary>
    public static async Task<byte[]> CompressAsync(ReadOnlyMemory<byte> bytes, bool zstd, CancellationToken cancellation)
    {
        using var to = new MemoryStream();
        using (var compressor = Create(to, zstd))
        {
            await compressor.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            await compressor.CompleteAsync(cancellation).ConfigureAwait(false);
        }

        // Room for the shortest filling.
        var filling = Block - (to.Length + 2 * Shortest) % Block + 2 * Shortest;
        to.Write(zstd ? ZstdFilling((int)filling) : GzipFilling((int)filling));
        return to.ToArray();
    }

    /// <summary>Adds bytes.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>Writes the end; nothing may be added afterwards.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what it holds.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>A frame that decoders skip: its magic number, and how long the rest is.</summary>
    private static byte[] ZstdFilling(int length)
    {
        var frame = new byte[length];
        BinaryPrimitives.WriteUInt32LittleEndian(frame, 0x184D2A50);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), length - 8);
        return frame;
    }

    /// <summary>An empty member with a comment (flag 16), which is as long as needed.</summary>
    private static byte[] GzipFilling(int length)
    {
        var member = new byte[length];
        byte[] head = [0x1F, 0x8B, 8, 16, 0, 0, 0, 0, 0, 255];
        head.CopyTo(member, 0);
        member.AsSpan(head.Length, length - Shortest).Fill((byte)' ');
        member[^10] = 3;
        return member;
    }

    private sealed class Gzip(Stream to) : Compressor
    {
        private readonly GZipStream _stream = new(to, CompressionLevel.Optimal, leaveOpen: true);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _stream.WriteAsync(bytes, cancellation);

        public override ValueTask CompleteAsync(CancellationToken cancellation) => _stream.DisposeAsync();

        protected override void Dispose(bool disposing)
        {
            // An end that was not asked for would make a part look whole.
        }
    }
}
