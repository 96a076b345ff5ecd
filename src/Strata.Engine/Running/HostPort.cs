using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Running;

/// <summary>TCP ports of the machine that containers run on, which may be another one.</summary>
public static class HostPort
{
    // The kernel's tables of sockets; a port that only one of them has is taken all the same.
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Connects to a port.</summary>
    /// <exception cref="SocketException">Nobody listens there, or it cannot be reached.</exception>
    /// <exception cref="StrataException">The host was lost, or forwards nothing (exit code 4).</exception>
    public static async Task<NetworkStream> ConnectAsync(IBuildHost host, IPEndPoint port, CancellationToken cancellation)
    {
        var way = await host.FindPortAsync(port, cancellation).ConfigureAwait(false);
        EndPoint end = way is null ? port : new UnixDomainSocketEndPoint(way);
        var socket = way is null ? new Socket(port.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(end, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The ports that are in use on a Linux host, 1-65535; empty where it does not say.</summary>
    /// <exception cref="StrataException">The host was lost (exit code 4).</exception>
    public static async Task<ImmutableHashSet<int>> TakenAsync(IBuildHost host, CancellationToken cancellation)
    {
        var taken = ImmutableHashSet.CreateBuilder<int>();
        foreach (var table in Tables)
        {
            var text = await host.ReadFileAsync(table, cancellation).ConfigureAwait(false) is { } bytes ? Encoding.ASCII.GetString(bytes) : "";
            foreach (var line in text.Split('\n').Skip(1))
            {
                // sl, local address, remote address: 0: 0100007F:1F90 00000000:0000
                if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, ..]
                    && int.TryParse(local[(local.LastIndexOf(':') + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port))
                {
                    taken.Add(port);
                }
            }
        }

        return taken.ToImmutable();
    }
}
