using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>Where the bytes of one image are.</summary>
/// <param name="Image">The image.</param>
/// <param name="Base">The image of the fleet whose layers it begins with; null when there is none.</param>
/// <param name="Layers">Its layers, the base's first.</param>
/// <param name="Size">All its layers.</param>
/// <param name="Own">The layers that its base does not bring.</param>
/// <param name="Unique">The layers that no other image of the fleet has.</param>
/// <param name="Transfer">Compressed bytes of a push or pull where all its parents are already: other layers, manifest and config; null when they are not known.</param>
/// <param name="Wasted">Bytes that nobody can read or that are there twice, biggest first.</param>
/// <param name="WastedBytes">All of them, uncompressed.</param>
/// <param name="BiggestFiles">Biggest first.</param>
/// <param name="Packages">Python packages, biggest first.</param>
/// <param name="Bump">What rebuilding it costs the fleet.</param>
public sealed record ImageAnalysis(
    LayeredImage Image,
    string? Base,
    ImmutableArray<LayerUse> Layers,
    LayerBytes Size,
    LayerBytes Own,
    LayerBytes Unique,
    long? Transfer,
    ImmutableArray<WastedFile> Wasted,
    long WastedBytes,
    ImmutableArray<ImageFile> BiggestFiles,
    ImmutableArray<PythonPackage> Packages,
    BumpCost Bump)
{
    /// <summary>The layers that other images of the fleet have, too.</summary>
    public LayerBytes Shared => new(Size.Uncompressed - Unique.Uncompressed, Size.Compressed - Unique.Compressed);
}
