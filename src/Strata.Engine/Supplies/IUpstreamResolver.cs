using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>Looks up what an upstream is now.</summary>
public interface IUpstreamResolver
{
    /// <summary>What its tag means in its registry now.</summary>
    /// <exception cref="StrataException">The registry refuses, fails, or has no such tag (exit code 5).</exception>
    Task<HubLock> ResolveHubAsync(Upstream upstream, CancellationToken cancellation);

    /// <summary>What the archive of Debian holds for a root now.</summary>
    /// <exception cref="StrataException">The host is no Debian, or its archive does not serve the suite (exit code 4).</exception>
    Task<DebianLock> ResolveDebianAsync(DebianRoot root, CancellationToken cancellation);
}
