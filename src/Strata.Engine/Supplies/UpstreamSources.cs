using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>Says what stands behind the upstreams that Dockerfiles name.</summary>
/// <param name="roots">Makes the roots of the Debian supply.</param>
/// <param name="lockFile">What upstreams were; null when nothing is locked.</param>
public sealed class UpstreamSources(DebianRootBuilder roots, UpstreamLockFile? lockFile = null)
{
    /// <summary>
    /// Makes what is missing. In the Hub supply an upstream that is locked is taken by its digest, and behind others stands nothing but their own name; in the
    /// Debian supply upstreams without a stand-in are left out: only Hub stages name them.
    /// </summary>
    /// <param name="upstreams">The upstreams of the plan's images; repetitions are fine.</param>
    /// <param name="supply">The plan's supply.</param>
    /// <param name="refresh">Make roots anew from what the mirror has now.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">A root cannot be made (exit code 1), the host is no Debian (4), or the archive has moved on from a lock that must not change (2).</exception>
    public async Task<IReadOnlyDictionary<Upstream, ContextSource>> ResolveAsync(
        IEnumerable<Upstream> upstreams, Supply supply, bool refresh, CancellationToken cancellation)
    {
        ImmutableArray<Upstream> wanted = [.. upstreams.Distinct()];
        var locked = lockFile is null ? UpstreamLock.Empty : await lockFile.ReadAsync(cancellation).ConfigureAwait(false);
        return supply == Supply.Hub
            ? wanted.Where(u => locked.Hub(u) is not null).ToDictionary(u => u, u => (ContextSource)new ContextSource.Image($"{u.Reference}@{locked.Hub(u)!.Index}"))
            : await RootsAsync(wanted, locked, refresh, cancellation).ConfigureAwait(false);
    }

    // Records compare arrays by reference, and one root may stand in for several upstreams.
    private async Task<Dictionary<Upstream, ContextSource>> RootsAsync(ImmutableArray<Upstream> upstreams, UpstreamLock locked, bool refresh, CancellationToken cancellation)
    {
        var sources = new Dictionary<Upstream, ContextSource>();
        foreach (var same in upstreams.Where(u => u.Debian is not null).GroupBy(u => string.Join(' ', u.Debian!.Packages.Prepend(u.Debian.Suite)), StringComparer.Ordinal))
        {
            var source = await RootAsync([.. same], locked, refresh, cancellation).ConfigureAwait(false);
            foreach (var upstream in same)
            {
                sources[upstream] = source;
            }
        }

        return sources;
    }

    private async Task<ContextSource> RootAsync(ImmutableArray<Upstream> same, UpstreamLock locked, bool refresh, CancellationToken cancellation)
    {
        var root = same[0].Debian!;
        if (lockFile is null)
        {
            return await roots.BuildAsync(root, refresh, cancellation).ConfigureAwait(false);
        }

        // What stands was made of what is locked; the archive is asked only when something has to be made.
        if (!refresh && same.Select(locked.Debian).FirstOrDefault(l => l is not null) is { } entry
            && await roots.FindAsync(root, entry, cancellation).ConfigureAwait(false) is { } standing)
        {
            return standing;
        }

        var current = await lockFile.RenewAsync(same, root, cancellation).ConfigureAwait(false);
        return await roots.BuildAsync(root, current, refresh, cancellation).ConfigureAwait(false);
    }
}
