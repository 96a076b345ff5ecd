using Strata.Engine.BuildKit;
using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>Says what stands behind the upstreams that Dockerfiles name.</summary>
/// <param name="roots">Makes the roots of the Debian supply.</param>
public sealed class UpstreamSources(DebianRootBuilder roots)
{
    /// <summary>
    /// Makes what is missing. In the Hub supply nothing stands behind an upstream but its own name, so the answer is empty; in the
    /// Debian supply upstreams without a stand-in are left out: only Hub stages name them.
    /// </summary>
    /// <param name="upstreams">The upstreams of the plan's images; repetitions are fine.</param>
    /// <param name="supply">The plan's supply.</param>
    /// <param name="refresh">Make roots anew from what the mirror has now.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">A root cannot be made (exit code 1), or the host is no Debian (4).</exception>
    public async Task<IReadOnlyDictionary<Upstream, ContextSource>> ResolveAsync(
        IEnumerable<Upstream> upstreams, Supply supply, bool refresh, CancellationToken cancellation)
    {
        var sources = new Dictionary<Upstream, ContextSource>();
        if (supply != Supply.Debian)
        {
            return sources;
        }

        var made = new Dictionary<string, ContextSource>(StringComparer.Ordinal);
        foreach (var upstream in upstreams.Distinct())
        {
            if (upstream.Debian is { } root)
            {
                // Records compare arrays by reference, and one root may stand in for several upstreams.
                var content = string.Join(' ', root.Packages.Prepend(root.Suite));
                if (!made.TryGetValue(content, out var source))
                {
                    source = await roots.BuildAsync(root, refresh, cancellation).ConfigureAwait(false);
                    made.Add(content, source);
                }

                sources[upstream] = source;
            }
        }

        return sources;
    }
}
