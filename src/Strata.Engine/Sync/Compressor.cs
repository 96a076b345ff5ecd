using System.IO.Compression;

namespace Strata.Engine.Sync;

/// <summary>Compresses one thing after another into a stream, which stays open.</summary>
internal abstract class Compressor : IDisposable
{
    /// <summary>The command that unpacks it on a host.</summary>
    public static string Unpacker(bool zstd) => zstd ? "zstd -dc" : "gzip -dc";

    /// <summary>Starts to compress.</summary>
    /// <param name="to">Where the compressed bytes go.</param>
    /// <param name="zstd">With zstd, for which this machine has to have the library; else with gzip.</param>
    public static Compressor Create(Stream to, bool zstd) => zstd ? new ZstdCompressor(to) : new Gzip(to);

    /// <summary>The bytes, compressed in one go.</summary>
    public static async Task<byte[]> CompressAsync(ReadOnlyMemory<byte> bytes, bool zstd, CancellationToken cancellation)
    {
        using var to = new MemoryStream();
        using (var compressor = Create(to, zstd))
        {
            await compressor.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            await compressor.CompleteAsync(cancellation).ConfigureAwait(false);
        }

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
