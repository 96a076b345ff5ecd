using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Sync;

/// <summary>A host whose connection ends, or damages a byte, after so many bytes of input; nothing else changes.</summary>
internal sealed class CutOffHost(IBuildHost inner, long after, CutOff kind) : IBuildHost
{
    public string Name => inner.Name;

    public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation) =>
        inner.RunAsync(command.WriteInput is not { } write ? command : command with { WriteInput = (to, token) => write(new Cut(to, after, kind), token) }, onLine, cancellation);

    public Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation) => inner.ReadFileAsync(path, cancellation);

    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation) =>
        inner.WriteFileAsync(path, content, isPrivate, cancellation);

    public Task DeleteDirectoryAsync(string path, CancellationToken cancellation) => inner.DeleteDirectoryAsync(path, cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Cut(Stream to, long left, CutOff kind) : Stream
    {
        private long left = left;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var bytes = buffer.ToArray();
            if (left < bytes.Length && left >= 0)
            {
                switch (kind)
                {
                    case CutOff.Ends:
                        bytes = bytes[..(int)left];
                        break;
                    case CutOff.Damages:
                        bytes[left] ^= 0x20;
                        break;
                }
            }

            var wasOpen = left >= 0;
            left -= buffer.Length;
            if (wasOpen || kind == CutOff.Damages)
            {
                await to.WriteAsync(bytes, cancellationToken);
                await to.FlushAsync(cancellationToken);
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

/// <summary>What happens to a connection.</summary>
internal enum CutOff
{
    /// <summary>The host sees the end of its input.</summary>
    Ends,

    /// <summary>One byte arrives as another.</summary>
    Damages,
}
