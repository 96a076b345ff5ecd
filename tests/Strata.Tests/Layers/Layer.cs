using System.Collections.Immutable;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Tests.Layers;

/// <summary>Layers written as text: <c>bin/sh=5:a etc/ lib&gt;usr/lib -old opq:var a&amp;b</c>.</summary>
/// <remarks>
/// <c>path=5:a</c> is a file of 5 bytes whose content is <c>a</c>, <c>path/</c> a directory, <c>link&gt;target</c> a symbolic and
/// <c>link&amp;target</c> a hard link, <c>-path</c> a whiteout, <c>opq:dir</c> an opaque mark.
/// </remarks>
internal static class Layer
{
    public static LayerContent Of(string text, params ImmutableArray<PythonDistribution> distributions)
    {
        ImmutableArray<LayerEntry> entries = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Entry)];
        return new LayerContent(Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString(), entries.Sum(e => e.Size) + 1024, entries, distributions);
    }

    public static LayeredImage Image(string name, IEnumerable<LayerContent> layers, params ImmutableArray<string> parents) => new(
        name, parents, $"{name}:dev", $"sha256:{name}", [.. layers.Select((l, i) => new ImageLayer(l.DiffId, l.DiffId, l.Size / 2, $"RUN {i}"))], 100);

    public static LayerReport Analyze(IReadOnlyList<LayeredImage> images, params LayerContent[] layers) =>
        LayerAnalyzer.Analyze(images, layers.DistinctBy(l => l.DiffId).ToDictionary(l => l.DiffId));

    /// <summary>The analysis of one image of these layers.</summary>
    public static ImageAnalysis Stack(params LayerContent[] layers) => Analyze([Image("one", layers)], layers).Images[0];

    private static LayerEntry Entry(string text)
    {
        if (text.StartsWith('-'))
        {
            return new LayerEntry(text[1..], LayerEntryKind.Whiteout);
        }

        if (text.StartsWith("opq:", StringComparison.Ordinal))
        {
            return new LayerEntry(text[4..], LayerEntryKind.Opaque);
        }

        if (text.EndsWith('/'))
        {
            return new LayerEntry(text.TrimEnd('/'), LayerEntryKind.Directory);
        }

        if (text.Split('=') is [var path, var file])
        {
            var parts = file.Split(':');
            return new LayerEntry(path, LayerEntryKind.File, long.Parse(parts[0]), Content: (UInt128)(parts[^1] + parts[0]).GetHashCode(StringComparison.Ordinal) + 1);
        }

        return text.Split('>') is [var symbolic, var to]
            ? new LayerEntry(symbolic, LayerEntryKind.SymbolicLink, Target: to)
            : new LayerEntry(text.Split('&')[0], LayerEntryKind.HardLink, Target: text.Split('&')[1]);
    }
}
