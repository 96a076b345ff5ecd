using System.Collections.Concurrent;
using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Engine.Supplies;

/// <summary>Asks registries, and the Debian archive of a host.</summary>
/// <param name="client">Asks registries.</param>
/// <param name="host">Whose apt asks the archive.</param>
public sealed class UpstreamResolver(RegistryClient client, IBuildHost host) : IUpstreamResolver
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ImmutableSortedDictionary<string, Digest>>>> _suites = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<HubLock> ResolveHubAsync(Upstream upstream, CancellationToken cancellation)
    {
        var reference = ImageReference.Parse(upstream.Reference);
        var manifest = await client.FindManifestAsync(reference, cancellation).ConfigureAwait(false)
            ?? throw new RegistryException(new Problem($"upstream '{upstream}'", "its registry has no such tag", "check the tag in Upstream.Image(...)"));
        return new HubLock(manifest.Digest, manifest.IsIndex ? Platforms(upstream, manifest) : ImmutableSortedDictionary<string, Digest>.Empty);
    }

    /// <inheritdoc/>
    public async Task<DebianLock> ResolveDebianAsync(DebianRoot root, CancellationToken cancellation)
    {
        var releases = _suites.GetOrAdd(root.Suite, suite => new Lazy<Task<ImmutableSortedDictionary<string, Digest>>>(() => DebianReleases.ReadAsync(host, suite, cancellation)));
        return new DebianLock(root.Suite, root.Packages, await releases.Value.ConfigureAwait(false));
    }

    // Attestations are listed with a platform that does not exist.
    private static ImmutableSortedDictionary<string, Digest> Platforms(Upstream upstream, RegistryManifest manifest)
    {
        try
        {
            return ImageIndex.Parse(manifest.Content).Manifests
                .Where(m => m.Platform is { Os: not "unknown" })
                .DistinctBy(m => m.Platform)
                .ToImmutableSortedDictionary(m => m.Platform!.ToString(), m => m.Digest, StringComparer.Ordinal);
        }
        catch (FormatException e)
        {
            throw new RegistryException(new Problem($"upstream '{upstream}'", e.Message), cause: e);
        }
    }
}
