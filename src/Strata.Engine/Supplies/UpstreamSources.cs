using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>Says what stands behind the upstreams that Dockerfiles name.</summary>
/// <param name="roots">Makes the roots of the Debian supply.</param>
/// <param name="lockFile">Hears when the archive of Debian has moved on.</param>
public sealed class UpstreamSources(DebianRootBuilder roots, UpstreamLockFile lockFile)
{
    /// <summary>
    /// Makes what is missing. In the Hub supply an upstream that is locked is taken by its digest, and behind others stands nothing but their own name; in the
    /// Debian supply upstreams without a stand-in are left out: only Hub stages name them.
    /// </summary>
    /// <param name="upstreams">The upstreams of the plan's images; repetitions are fine.</param>
    /// <param name="locked">What the fingerprints were made of; the file may say something else by now.</param>
    /// <param name="supply">The plan's supply.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">A root cannot be made (exit code 1), the host is no Debian (4), or the archive has moved on from a lock that must not change (2).</exception>
    public async Task<IReadOnlyDictionary<Upstream, ContextSource>> ResolveAsync(
        IEnumerable<Upstream> upstreams, UpstreamLock locked, Supply supply, CancellationToken cancellation)
    {
        ImmutableArray<Upstream> wanted = [.. upstreams.Distinct()];
        return supply == Supply.Hub
            ? wanted.Where(u => locked.Hub(u) is not null).ToDictionary(u => u, u => (ContextSource)new ContextSource.Image($"{u.Reference}@{locked.Hub(u)!.Index}"))
            : await RootsAsync(wanted, locked, cancellation).ConfigureAwait(false);
    }

    // Records compare arrays by reference, and one root may stand in for several upstreams; those that were locked on different days have different ones.
    private async Task<Dictionary<Upstream, ContextSource>> RootsAsync(ImmutableArray<Upstream> upstreams, UpstreamLock locked, CancellationToken cancellation)
    {
        var sources = new Dictionary<Upstream, ContextSource>();
        foreach (var same in upstreams.Where(u => u.Debian is not null).GroupBy(u => (Root: string.Join(' ', u.Debian!.Packages.Prepend(u.Debian.Suite)), Lock: locked.Debian(u))))
        {
            var source = await RootAsync([.. same], locked, same.Key.Lock, cancellation).ConfigureAwait(false);
            foreach (var upstream in same)
            {
                sources[upstream] = source;
            }
        }

        return sources;
    }

    private async Task<ContextSource> RootAsync(ImmutableArray<Upstream> same, UpstreamLock locked, DebianLock? entry, CancellationToken cancellation)
    {
        var root = same[0].Debian!;

        // What stands was made of what is locked; the archive is asked only when something has to be made.
        if (entry is not null && await roots.FindAsync(root, entry, cancellation).ConfigureAwait(false) is { } standing)
        {
            return standing;
        }

        var current = await lockFile.RenewAsync(same, root, locked, cancellation).ConfigureAwait(false);
        return await roots.BuildAsync(root, current, refresh: false, cancellation).ConfigureAwait(false);
    }
}
