using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>Which image stands on which, by what was declared and by the layers that they really have.</summary>
internal sealed class Fleet
{
    private readonly IReadOnlyList<LayeredImage> _images;
    private readonly Dictionary<string, LayeredImage> _byName;
    private readonly Dictionary<string, HashSet<string>> _ancestors = new(StringComparer.Ordinal);

    public Fleet(IReadOnlyList<LayeredImage> images)
    {
        _images = images;
        _byName = images.ToDictionary(i => i.Name, StringComparer.Ordinal);
        foreach (var image in images)
        {
            var parents = Parents(image).ToList();
            _ancestors[image.Name] = [.. parents.Select(p => p.Name), .. parents.SelectMany(p => _ancestors.GetValueOrDefault(p.Name) ?? [])];
        }
    }

    /// <summary>The parent that the image's layers begin with; null when there is none.</summary>
    public LayeredImage? Base(LayeredImage image) => Parents(image)
        .Where(p => p.Layers.Length <= image.Layers.Length && p.Layers.Zip(image.Layers).All(l => l.First.DiffId == l.Second.DiffId))
        .MaxBy(p => p.Layers.Length);

    public ImmutableDictionary<string, LayerUse> Uses(IReadOnlyDictionary<string, LayerContent> contents)
    {
        var users = _images.SelectMany(i => i.Layers.Select(l => (Layer: l, Image: i)))
            .GroupBy(u => u.Layer.DiffId, StringComparer.Ordinal);
        return users.ToImmutableDictionary(g => g.Key, g =>
        {
            ImmutableArray<string> names = [.. g.Select(u => u.Image.Name).Distinct()];
            var first = g.First().Layer;
            var compressed = g.Select(u => u.Layer.Compressed).FirstOrDefault(c => c is not null);
            return new LayerUse(first, new LayerBytes(contents[g.Key].Size, compressed), Maker(names), names, contents[g.Key]);
        }, StringComparer.Ordinal);
    }

    /// <summary>Compressed bytes beyond what the parents bring.</summary>
    public long? Transfer(LayeredImage image, IReadOnlyDictionary<string, LayerUse> uses)
    {
        var there = Parents(image).SelectMany(p => p.Layers).Select(l => l.DiffId).ToHashSet(StringComparer.Ordinal);
        return New(image, there, uses) + image.MetadataSize;
    }

    public BumpCost Bump(LayeredImage image, IReadOnlyDictionary<string, LayerUse> uses)
    {
        LayeredImage[] rebuilt = [image, .. _images.Where(i => _ancestors[i.Name].Contains(image.Name))];

        // What the rebuilt images have from elsewhere stays: layers of the image's own parents, and of images from outside.
        var makers = rebuilt.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var there = Parents(image).SelectMany(p => p.Layers).Select(l => l.DiffId).ToHashSet(StringComparer.Ordinal);
        long? push = 0;
        long? linked = 0;
        foreach (var one in rebuilt)
        {
            foreach (var layer in one.Layers.Where(l => uses[l.DiffId].MadeBy is { } maker && makers.Contains(maker) && there.Add(l.DiffId)))
            {
                push += uses[layer.DiffId].Size.Compressed;
                linked += layer.IsLinked ? uses[layer.DiffId].Size.Compressed : 0;
            }

            push += one.MetadataSize;
        }

        return new BumpCost([.. rebuilt.Select(i => i.Name)], push, linked);
    }

    private static long? New(LayeredImage image, HashSet<string> there, IReadOnlyDictionary<string, LayerUse> uses) =>
        image.Layers.Select(l => l.DiffId).Distinct(StringComparer.Ordinal).Where(d => !there.Contains(d))
            .Aggregate((long?)0, (sum, d) => sum + uses[d].Size.Compressed);

    /// <summary>The one that all other users stand on.</summary>
    private string? Maker(ImmutableArray<string> users) =>
        users.FirstOrDefault(u => users.All(o => o == u || _ancestors[o].Contains(u)));

    private IEnumerable<LayeredImage> Parents(LayeredImage image) => image.Parents.Select(p => _byName.GetValueOrDefault(p)).OfType<LayeredImage>();
}
