using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>A layer and which images have it.</summary>
/// <param name="Layer">As the first of them names it.</param>
/// <param name="Size">Its bytes; the uncompressed ones are those of its tar.</param>
/// <param name="MadeBy">The image whose Dockerfile made it; null when it comes from outside, or is in images that do not stand on each other.</param>
/// <param name="Users">Names of the images that have it, parents before children.</param>
/// <param name="Content">What its tar holds.</param>
public sealed record LayerUse(ImageLayer Layer, LayerBytes Size, string? MadeBy, ImmutableArray<string> Users, LayerContent Content);
