using System.Collections.Immutable;
using Strata.Engine.Files;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Targets;

/// <summary>What images are made of now; file hashes are remembered in the clone.</summary>
internal sealed class ManifestSource(StrataSession session)
{
    private readonly FileHashCache _hashes = FileHashCache.Open(session.Build.TemporaryDirectory / "hashes");
    private Func<Upstream, Platform?, string?> _upstreams = (_, _) => null;

    /// <summary>The manifests of images and all that they stand on.</summary>
    /// <param name="images">Names of images.</param>
    /// <param name="upstreams">The digest of an upstream for a platform, or for all (null); null when it is not known.</param>
    /// <param name="cancellation">Ends the collection.</param>
    public async Task<IReadOnlyDictionary<string, InputManifest>> CollectAsync(
        IReadOnlyCollection<string> images, Func<Upstream, Platform?, string?> upstreams, CancellationToken cancellation)
    {
        _upstreams = upstreams;
        return await CollectAsync(images, cancellation);
    }

    /// <summary>All that building exactly these images reads.</summary>
    public Task<IReadOnlyList<BuildFile>> FilesAsync(IReadOnlyCollection<string> images, CancellationToken cancellation) =>
        new FingerprintCollector(session.Root, _hashes).FilesAsync(session.Graph, images, cancellation);

    /// <summary>Those of some images, parents first, whose files or Dockerfiles are others by now than when they were planned; and what stands on them.</summary>
    public async Task<ImmutableHashSet<string>> FindChangedAsync(IReadOnlyCollection<PlanStep> steps, CancellationToken cancellation) =>
        ChangedInputs.Find(session.Graph, session.Files, steps, await CollectAsync([.. steps.Select(s => s.Image.Name)], cancellation));

    private async Task<IReadOnlyDictionary<string, InputManifest>> CollectAsync(IReadOnlyCollection<string> images, CancellationToken cancellation)
    {
        var manifests = await new FingerprintCollector(session.Root, _hashes).CollectAsync(session.Graph, images, _upstreams, cancellation);
        await _hashes.SaveAsync(cancellation);
        return manifests;
    }
}
