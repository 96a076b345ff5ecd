using System.Collections.Immutable;

namespace Strata.Oci;

/// <summary>The manifests of an image by platform.</summary>
/// <param name="Manifests">In the order of the index.</param>
public sealed record ImageIndex(ImmutableArray<Descriptor> Manifests)
{
    /// <summary>The manifest for a platform; null when the index has none.</summary>
    public Descriptor? Find(Platform platform) => Manifests.FirstOrDefault(m => m.Platform == platform);

    /// <summary>Whether a document is an index and no manifest, where no media type stands beside it.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static bool IsIndex(ReadOnlyMemory<byte> json) => OciJson.Read(json, "its manifest", root => root.TryGetProperty("manifests", out _));

    /// <summary>Reads an index.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ImageIndex Parse(ReadOnlyMemory<byte> json) => OciJson.Read(json, "the index", root =>
        root.TryGetProperty("manifests", out _) ? new ImageIndex(OciJson.List(root, "manifests", Descriptor.Read)) : throw new FormatException("the index has no manifests"));
}
