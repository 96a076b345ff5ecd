using System.Globalization;
using System.Net;

namespace Strata.Engine.Running;

/// <summary>Where a container's port answers.</summary>
/// <param name="Container">The port inside the container; it is also the one of the engine's network.</param>
/// <param name="Host">The address that it is bound to.</param>
/// <param name="Port">1-65535 there; 0 lets the engine choose; null when it is not published.</param>
public sealed record PublishedPort(int Container, IPAddress Host, int? Port)
{
    /// <summary>The address that one connects to from the engine's machine: an address of all interfaces answers on loopback, too.</summary>
    public string Connect => Bracketed(Host.Equals(IPAddress.Any) ? IPAddress.Loopback : Host.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : Host);

    /// <summary>Address and port as people read them; null when it is not published.</summary>
    public string? Address => Port is { } port ? $"{Bracketed(Host)}:{port}" : null;

    /// <summary>Where HTTP answers; null when it is not published.</summary>
    public Uri? Url => Port is { } port ? new Uri($"http://{Connect}:{port}") : null;

    /// <summary>As <c>docker run --publish</c> takes it.</summary>
    public string Publish => $"{Bracketed(Host)}:{(Port is { } port and not 0 ? port.ToString(CultureInfo.InvariantCulture) : "")}:{Container}";

    /// <summary>An address as it stands before a port.</summary>
    public static string Bracketed(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
