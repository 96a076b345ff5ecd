namespace Strata.Layers;

/// <summary>A file that an image shows.</summary>
/// <param name="Path">Relative to the root.</param>
/// <param name="Bytes">Of its content.</param>
/// <param name="Layer">Index of the layer that holds it.</param>
public sealed record ImageFile(string Path, long Bytes, int Layer);
