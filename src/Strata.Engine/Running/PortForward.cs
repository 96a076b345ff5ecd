using System.Net;
using System.Net.Sockets;
using Strata.Engine.Hosts;

namespace Strata.Engine.Running;

/// <summary>A port of this machine, each connection to which is carried to a port of the machine that containers run on.</summary>
public sealed class PortForward : IAsyncDisposable
{
    private readonly SocketAcceptor _acceptor;

    private PortForward(SocketAcceptor acceptor) => _acceptor = acceptor;

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

        return new PortForward(new SocketAcceptor(listener.Server, (client, cancellation) => CarryAsync(host, there, client, cancellation)));
    }

    /// <summary>Ends the port and all its connections.</summary>
    public ValueTask DisposeAsync() => _acceptor.DisposeAsync();

    private static async Task CarryAsync(IBuildHost host, IPEndPoint there, Socket client, CancellationToken cancellation)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        using var far = await HostPort.ConnectAsync(host, there, cancellation).ConfigureAwait(false);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(CopyAsync(near, far, broken), CopyAsync(far, near, broken)).ConfigureAwait(false);
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
