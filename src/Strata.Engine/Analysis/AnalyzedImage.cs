using System.Collections.Immutable;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Analysis;

/// <summary>An image as a store or registry tells it: enough to find its layers.</summary>
/// <param name="Reference">What it is called there.</param>
/// <param name="Digest">Digest of what the name means, <c>sha256:...</c>.</param>
/// <param name="Layers">The base's first.</param>
/// <param name="MetadataSize">Bytes of manifest and config; null when they are not known.</param>
/// <param name="Created">When its config says that it was made; null when it does not say.</param>
public sealed record AnalyzedImage(string Reference, string Digest, ImmutableArray<ImageLayer> Layers, long? MetadataSize, DateTimeOffset? Created)
{
    /// <summary>Makes it of an image's own documents.</summary>
    /// <exception cref="FormatException">They do not fit together.</exception>
    internal static AnalyzedImage Create(string reference, string digest, ReadOnlyMemory<byte> manifest, ReadOnlyMemory<byte> config)
    {
        var read = ImageManifest.Parse(manifest);
        return Create(reference, digest, config, [.. read.Layers.Select(l => ((string?)l.Digest.ToString(), (long?)l.Size))], manifest.Length + read.Config.Size);
    }

    /// <summary>Makes it of its config and what is known of its blobs.</summary>
    /// <exception cref="FormatException">They do not fit together.</exception>
    internal static AnalyzedImage Create(
        string reference, string digest, ReadOnlyMemory<byte> config, ImmutableArray<(string? Digest, long? Size)> blobs, long? metadataSize)
    {
        var read = ImageConfig.Parse(config);
        if (read.DiffIds.Length != blobs.Length)
        {
            throw new FormatException($"the manifest has {blobs.Length} layers, the config {read.DiffIds.Length}");
        }

        var made = ImageHistory.Instructions(config, blobs.Length);
        return new AnalyzedImage(reference, digest, [.. blobs.Select((b, i) => new ImageLayer(read.DiffIds[i], b.Digest, b.Size, made[i]))], metadataSize, read.Created);
    }
}
