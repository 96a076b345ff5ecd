using System.Net;
using System.Net.Sockets;

namespace Strata.Benchmarks;

/// <summary>Ports of this machine.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody listens on now.</summary>
    public static int Find()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
