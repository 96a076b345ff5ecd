using Strata.Dockerfiles;
using Strata.Oci;

namespace Strata.Graph;

/// <summary>What a name in a Dockerfile means to the graph.</summary>
internal sealed class NameMatch(IReadOnlyDictionary<string, ImageDefinition> images)
{
    /// <summary>The source behind a name; null when it is neither a source or an upstream of the image nor an image of the graph.</summary>
    public ImageSource? Find(ImageDefinition image, ExternalReference use)
    {
        var reference = use.Reference;
        if (image.Sources.FirstOrDefault(s => s.Name == reference.ContextKey) is { } source)
        {
            return new ImageSource.Git(source);
        }

        if (image.Upstreams.FirstOrDefault(u => IsSame(u, reference)) is { } upstream)
        {
            return new ImageSource.External(upstream, reference.Digest);
        }

        // The older way of naming parents: ${REGISTRY}/${OWNER}/base-ml:${BASE_VERSION}.
        return images.ContainsKey(reference.Name) ? new ImageSource.Parent(reference.Name) : null;
    }

    /// <summary>Whether a reference names the upstream: same repository and tag; a digest behind the tag is allowed.</summary>
    public static bool IsSame(Upstream upstream, ImageReference reference) =>
        ImageReference.TryParse(upstream.Reference, out var declared)
        && declared.Repository == reference.Repository
        && (declared.Tag ?? "latest") == (reference.Tag ?? (reference.Digest is null ? "latest" : null));
}
