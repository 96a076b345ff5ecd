using System.Runtime.InteropServices;

namespace Strata.Engine.Sync;

/// <summary>Compresses into one zstd frame.</summary>
internal sealed class ZstdCompressor : Compressor
{
    private const int DefaultLevel = 3;
    private const int Job = 2 * 1024 * 1024;
    private const int Chunk = 128 * 1024;
    private readonly Stream _to;
    private readonly byte[] _input = GC.AllocateUninitializedArray<byte>(Chunk, pinned: true);
    private readonly byte[] _output = GC.AllocateUninitializedArray<byte>(Chunk, pinned: true);
    private nint _context = ZstdLibrary.Create();

    /// <summary>Starts a frame.</summary>
    public ZstdCompressor(Stream to)
    {
        _to = to;
        Checked(ZstdLibrary.SetParameter(_context, ZstdLibrary.Level, DefaultLevel));

        // Files are read while others are compressed, where the library can.
        _ = ZstdLibrary.SetParameter(_context, ZstdLibrary.Workers, 1);
        _ = ZstdLibrary.SetParameter(_context, ZstdLibrary.JobSize, Job);
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(Chunk, bytes.Length)..])
        {
            var size = Math.Min(Chunk, bytes.Length);
            bytes[..size].CopyTo(_input);
            for (nuint read = 0; read < (nuint)size;)
            {
                var count = Compress(size, ref read, ZstdLibrary.Continue, out _);
                await _to.WriteAsync(_output.AsMemory(0, count), cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        nuint waiting;
        do
        {
            nuint read = 0;
            var count = Compress(0, ref read, ZstdLibrary.End, out waiting);
            await _to.WriteAsync(_output.AsMemory(0, count), cancellation).ConfigureAwait(false);
        }
        while (waiting > 0);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _context, 0) is not 0 and var context)
        {
            ZstdLibrary.Free(context);
        }
    }

    /// <summary>Frees the library's memory when nobody has.</summary>
    ~ZstdCompressor() => Dispose(disposing: false);

    private int Compress(int size, ref nuint read, int operation, out nuint waiting)
    {
        var input = new ZstdLibrary.Buffer { Start = Marshal.UnsafeAddrOfPinnedArrayElement(_input, 0), Size = (nuint)size, Position = read };
        var output = new ZstdLibrary.Buffer { Start = Marshal.UnsafeAddrOfPinnedArrayElement(_output, 0), Size = Chunk };
        waiting = Checked(ZstdLibrary.Compress(_context, ref output, ref input, operation));
        read = input.Position;
        return (int)output.Position;
    }

    private static nuint Checked(nuint result) =>
        ZstdLibrary.IsError(result) == 0 ? result : throw new InvalidOperationException($"libzstd failed: error {(nint)result}");
}
