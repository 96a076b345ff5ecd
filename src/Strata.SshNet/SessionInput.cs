using System.Net.Sockets;
using Renci.SshNet.Common;

namespace Strata.SshNet;

/// <summary>Standard input of a session; writing to one that has ended fails as a closed pipe does.</summary>
/// <param name="inner">The library's stream, which blocks as long as the other end takes nothing.</param>
/// <param name="ended">Ends with the session.</param>
internal sealed class SessionInput(Stream inner, Task ended) : Stream
{
    // EPIPE.
    private const int Closed = 32;

    // One message: the library looks only before a write whether the session is still there, and sshd closes the connection of who
    // writes to one that is not.
    private const int Block = 32 * 1024;

    private volatile bool _isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = buffer.ToArray();
        var writing = Task.Run(() => Write(bytes, 0, bytes.Length), cancellationToken);
        // A write to an end that takes nothing more lasts until the connection is closed; the session does not wait for it.
        if (await Task.WhenAny(writing, ended).WaitAsync(cancellationToken).ConfigureAwait(false) != writing)
        {
            throw Gone(null);
        }
        await writing.ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            for (var end = offset + count; offset < end; offset += Block)
            {
                if (_isClosed || ended.IsCompleted)
                {
                    throw Gone(null);
                }
                inner.Write(buffer, offset, Math.Min(Block, end - offset));
            }
        }
        catch (Exception lost) when (lost is SshException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
            throw Gone(lost);
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            try
            {
                inner.Dispose();
            }
            catch (Exception lost) when (lost is SshException or ObjectDisposedException or SocketException or InvalidOperationException)
            {
                // There is nobody left to be told that nothing more comes.
            }
        }
        base.Dispose(disposing);
    }

    private static IOException Gone(Exception? cause) => new("the session has ended", cause) { HResult = Closed };
}
