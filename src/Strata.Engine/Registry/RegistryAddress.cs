using Strata.Oci;

namespace Strata.Engine.Registry;

/// <summary>Where the API of a registry answers.</summary>
public static class RegistryAddress
{
    /// <summary>The address: https, but plain http for a registry of this machine itself.</summary>
    /// <param name="domain">The registry as references name it.</param>
    public static Uri Of(string domain) => new(
        domain == ImageReference.DefaultDomain ? "https://registry-1.docker.io/"
        : IsLoopback(domain) ? $"http://{domain}/"
        : $"https://{domain}/");

    /// <summary>Whether the registry is on this machine, where nobody listens in between.</summary>
    public static bool IsLoopback(string domain)
    {
        var port = domain.LastIndexOf(':');
        var name = port > domain.LastIndexOf(']') ? domain[..port] : domain;
        return name is "localhost" or "[::1]" || name.StartsWith("127.", StringComparison.Ordinal) && System.Net.IPAddress.TryParse(name, out _);
    }
}
