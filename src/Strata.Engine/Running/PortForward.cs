using System.Net;
using System.Net.Sockets;
using Strata.Engine.Hosts;

namespace Strata.Engine.Running;

/// <summary>A port of this machine, each connection to which is carried to a port of the machine that containers run on.</summary>
public sealed class PortForward : IAsyncDisposable
{
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly IBuildHost _host;
    private readonly IPEndPoint _there;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    private PortForward(IBuildHost host, IPEndPoint there, TcpListener listener)
    {
        (_host, _there, _listener) = (host, there, listener);
        _accepting = AcceptAsync();
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="host">The machine that containers run on.</param>
    /// <param name="here">The port of this machine.</param>
    /// <param name="there">The port of the host.</param>
    /// <exception cref="StrataException">The port of this machine cannot be had (exit code 1).</exception>
    public static PortForward Start(IBuildHost host, IPEndPoint here, IPEndPoint there)
    {
        var listener = new TcpListener(here);
        try
        {
            listener.Start();
        }
        catch (SocketException taken)
        {
            listener.Dispose();
            throw new StrataException(ExitCode.BuildFailed, new Problem(
                $"address {here} of this machine", $"it cannot be listened at: {taken.Message.TrimEnd('.')}", taken.SocketErrorCode == SocketError.AddressAlreadyInUse ? "end what listens there" : null));
        }

        return new PortForward(host, there, listener);
    }

    /// <summary>Ends the port and all its connections.</summary>
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
                Socket client;
                try
                {
                    client = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    // Who connected has gone already, or the process has no handle to spare for now.
                    await Task.Delay(AcceptPause, _end.Token).ConfigureAwait(false);
                    continue;
                }

                open.RemoveWhere(t => t.IsCompleted);
                open.Add(CarryAsync(client));
            }
        }
        finally
        {
            await Task.WhenAll(open).ConfigureAwait(false);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        try
        {
            using var far = await HostPort.ConnectAsync(_host, _there, _end.Token).ConfigureAwait(false);
            using var broken = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            await Task.WhenAll(CopyAsync(near, far, broken), CopyAsync(far, near, broken)).ConfigureAwait(false);
        }
        catch (Exception lost) when (lost is IOException or SocketException or OperationCanceledException or StrataException)
        {
            // Who is connected sees the connection close, as when the service itself had gone.
        }
    }

    // One direction may end before the other; one that breaks ends both.
    private static async Task CopyAsync(NetworkStream from, NetworkStream to, CancellationTokenSource broken)
    {
        try
        {
            await from.CopyToAsync(to, broken.Token).ConfigureAwait(false);
            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            await broken.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }
}
