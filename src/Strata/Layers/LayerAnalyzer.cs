using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>Finds where the bytes of a fleet are: shared, unique, wasted, and what moving them costs.</summary>
public static class LayerAnalyzer
{
    /// <summary>How many files an image's analysis names at most.</summary>
    public const int MostFiles = 50;

    /// <summary>How many wasted files an image's analysis names at most.</summary>
    public const int MostWasted = 200;

    /// <summary>Analyzes.</summary>
    /// <param name="images">Parents before children.</param>
    /// <param name="contents">What each layer holds, by DiffID.</param>
    /// <exception cref="ArgumentException">A layer's content is missing.</exception>
    public static LayerReport Analyze(IReadOnlyList<LayeredImage> images, IReadOnlyDictionary<string, LayerContent> contents)
    {
        if (images.SelectMany(i => i.Layers).FirstOrDefault(l => !contents.ContainsKey(l.DiffId)) is { } missing)
        {
            throw new ArgumentException($"the content of layer '{missing.DiffId}' is missing", nameof(contents));
        }

        var fleet = new Fleet(images);
        var uses = fleet.Uses(contents);
        var files = new FileAnalysis(images, contents);
        ImmutableArray<ImageAnalysis> analyses = [.. images.Select(image => Analyze(image, fleet, uses, files))];
        ImmutableArray<LayerUse> layers = [.. images.SelectMany(i => i.Layers).Select(l => l.DiffId).Distinct(StringComparer.Ordinal).Select(d => uses[d])];
        return new LayerReport(analyses, layers, LayerBytes.Sum(layers.Select(l => l.Size)));
    }

    private static ImageAnalysis Analyze(LayeredImage image, Fleet fleet, IReadOnlyDictionary<string, LayerUse> uses, FileAnalysis files)
    {
        var layers = image.Layers.Select(l => uses[l.DiffId] with { Layer = l, Size = SizeOf(l, uses) }).ToImmutableArray();
        var foundation = fleet.Base(image);
        var own = layers.Skip(foundation?.Layers.Length ?? 0);
        var (wasted, biggest, packages) = files.Of(image);
        return new ImageAnalysis(
            image,
            foundation?.Name,
            layers,
            LayerBytes.Sum(layers.Select(l => l.Size)),
            LayerBytes.Sum(own.Select(l => l.Size)),
            LayerBytes.Sum(layers.Where(l => l.Users.Length == 1).Select(l => l.Size)),
            fleet.Transfer(image, uses),
            [.. wasted.Take(MostWasted)],
            wasted.Sum(w => w.Bytes),
            biggest,
            packages,
            fleet.Bump(image, uses));
    }

    private static LayerBytes SizeOf(ImageLayer layer, IReadOnlyDictionary<string, LayerUse> uses) =>
        uses[layer.DiffId].Size with { Compressed = layer.Compressed ?? uses[layer.DiffId].Size.Compressed };
}
