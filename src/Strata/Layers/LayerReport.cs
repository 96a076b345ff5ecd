using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>Where the bytes of a fleet of images are.</summary>
/// <param name="Images">Parents before children.</param>
/// <param name="Layers">Every layer once, in the order of the first image that has it.</param>
/// <param name="Total">All layers, each once: what a registry stores of them.</param>
public sealed record LayerReport(ImmutableArray<ImageAnalysis> Images, ImmutableArray<LayerUse> Layers, LayerBytes Total)
{
    /// <summary>Bytes of all images if none shared anything with another.</summary>
    public LayerBytes WithoutSharing => LayerBytes.Sum(Images.Select(i => i.Size));
}
