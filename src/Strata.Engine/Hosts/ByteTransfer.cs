using System.Net.Sockets;
using System.Runtime.ExceptionServices;

namespace Strata.Engine.Hosts;

/// <summary>The callbacks that write a command's input or read its output as bytes, while it runs.</summary>
internal sealed class ByteTransfer : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _stop;
    private ExceptionDispatchInfo? _broken;

    /// <summary>Creates the transfer of one command.</summary>
    /// <param name="end">Ends the command; cancelled when a callback throws.</param>
    internal ByteTransfer(CancellationTokenSource end)
    {
        _end = end;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
    }

    /// <summary>Runs a callback on a stream and closes the stream.</summary>
    internal async Task RunAsync(Func<Stream, CancellationToken, Task> callback, Stream stream)
    {
        try
        {
            await using (stream.ConfigureAwait(false))
            {
                await callback(stream, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (_stop.IsCancellationRequested || IsClosedPipe(ended))
        {
            // The command has ended: it need not read all that it is given.
        }
        catch (Exception thrown)
        {
            _broken = ExceptionDispatchInfo.Capture(thrown);
            await _end.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends callbacks that still go on though the command has ended.</summary>
    internal void Stop() => _stop.Cancel();

    /// <summary>Throws what a callback threw.</summary>
    internal void ThrowIfBroken() => _broken?.Throw();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Whether a write failed because nobody reads any more.</summary>
    internal static bool IsClosedPipe(Exception thrown)
    {
        // .NET's pipes of a Unix process are sockets within; EPIPE; ERROR_BROKEN_PIPE and ERROR_NO_DATA as HRESULTs.
        const int closed = 32;
        const int broken = unchecked((int)0x8007006D);
        const int noReader = unchecked((int)0x800700E8);
        return thrown is IOException { HResult: closed or broken or noReader } or IOException { InnerException: SocketException };
    }
}
