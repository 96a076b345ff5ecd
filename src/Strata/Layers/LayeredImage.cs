using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>An image to analyze.</summary>
/// <param name="Name">Its name in the fleet.</param>
/// <param name="Parents">Names of the images of the fleet that it stands on or copies from.</param>
/// <param name="Reference">What it is called where it was read.</param>
/// <param name="Digest">Digest of its manifest, <c>sha256:...</c>.</param>
/// <param name="Layers">The base's first.</param>
/// <param name="MetadataSize">Bytes of its manifest and config, which travel with it; null when they are not known.</param>
public sealed record LayeredImage(
    string Name, ImmutableArray<string> Parents, string Reference, string Digest, ImmutableArray<ImageLayer> Layers, long? MetadataSize);
