using System.Net.Sockets;

namespace Strata.Engine.Hosts;

/// <summary>Takes the connections of a listening socket, each of which is carried on until it is over, or until all end.</summary>
internal sealed class SocketAcceptor : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly Func<Socket, CancellationToken, Task> _carry;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <summary>Starts to take connections.</summary>
    /// <param name="listener">A socket that listens; ours from here on.</param>
    /// <param name="carry">Carries one connection, which is its own to close; what breaks a connection closes it and nothing else.</param>
    /// <param name="most">How many are open at once; further ones wait.</param>
    internal SocketAcceptor(Socket listener, Func<Socket, CancellationToken, Task> carry, int most = int.MaxValue)
    {
        (_listener, _carry, _room) = (listener, carry, new SemaphoreSlim(most));
        _accepting = AcceptAsync();
    }

    /// <summary>Ends the socket and all its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new HashSet<Task>();
        try
        {
            while (true)
            {
                await _room.WaitAsync(_end.Token).ConfigureAwait(false);
                open.RemoveWhere(t => t.IsCompleted);
                open.Add(CarryAsync(await TakeAsync().ConfigureAwait(false)));
            }
        }
        finally
        {
            await Task.WhenAll(open).ConfigureAwait(false);
        }
    }

    private async Task<Socket> TakeAsync()
    {
        while (true)
        {
            try
            {
                return await _listener.AcceptAsync(_end.Token).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // Who connected has gone already, or the process has no handle to spare for now.
                await Task.Delay(Pause, _end.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task CarryAsync(Socket client)
    {
        try
        {
            await _carry(client, _end.Token).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is IOException or SocketException or OperationCanceledException or StrataException)
        {
            // Who is connected sees the connection close, as when the other end itself had gone.
        }
        finally
        {
            _room.Release();
        }
    }
}
