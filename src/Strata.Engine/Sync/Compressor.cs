using System.IO.Compression;

namespace Strata.Engine.Sync;

/// <summary>Compresses one thing after another into a stream, which stays open.</summary>
internal abstract class Compressor : IDisposable
{
    // Bytes. Below, zstd takes longer to start than gzip to end.
    private const long Little = 100_000;
    private const int SampleSize = 64 * 1024;

    /// <summary>The command that unpacks it on a host.</summary>
    public static string Unpacker(Compression compression) => compression switch
    {
        Compression.None => "cat",
        Compression.Gzip => "gzip -dc",
        _ => "zstd -dc",
    };

    /// <summary>How to send files: nothing is won, and time lost, where nearly all is large files that cannot be compressed, or where there is little.</summary>
    /// <param name="files">The files.</param>
    /// <param name="zstd">Both sides have zstd.</param>
    public static Compression Choose(IReadOnlyList<SyncFile> files, bool zstd)
    {
        var all = files.Sum(f => f.Size);
        if (all < Little)
        {
            return Compression.Gzip;
        }

        var noise = files.Where(f => f.Size >= FileBlocks.Large && IsNoise(f.Source!)).Sum(f => f.Size);
        return noise > 0.98 * all ? Compression.None : zstd ? Compression.Zstd : Compression.Gzip;
    }

    /// <summary>Starts to compress.</summary>
    /// <param name="to">Where the compressed bytes go.</param>
    /// <param name="compression">How; for zstd this machine has to have the library.</param>
    public static Compressor Create(Stream to, Compression compression) => compression switch
    {
        Compression.None => new Plain(to),
        Compression.Gzip => new Gzip(to),
        _ => new ZstdCompressor(to),
    };

    /// <summary>The bytes, compressed in one go.</summary>
    public static byte[] Pack(ReadOnlyMemory<byte> bytes, Compression compression)
    {
        using var to = new MemoryStream();
        using var compressor = Create(to, compression);

        // Into memory: nothing is waited for.
        compressor.WriteAsync(bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        compressor.CompleteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
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
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Whether a part of the middle of a file gets no shorter.</summary>
    private static bool IsNoise(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var sample = new byte[SampleSize];
            var count = RandomAccess.Read(file, sample, RandomAccess.GetLength(file) / 2);
            using var to = new MemoryStream();
            using (var stream = new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true))
            {
                stream.Write(sample, 0, count);
            }

            return to.Length > 0.98 * count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Who sends it will say so.
            return false;
        }
    }

    private sealed class Plain(Stream to) : Compressor
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => to.WriteAsync(bytes, cancellation);

        public override ValueTask CompleteAsync(CancellationToken cancellation) => ValueTask.CompletedTask;
    }

    // An end that was not asked for would make a part look whole: the stream is never disposed of without it.
    private sealed class Gzip(Stream to) : Compressor
    {
        private readonly GZipStream _stream = new(to, CompressionLevel.Optimal, leaveOpen: true);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => _stream.WriteAsync(bytes, cancellation);

        public override ValueTask CompleteAsync(CancellationToken cancellation) => _stream.DisposeAsync();
    }
}
