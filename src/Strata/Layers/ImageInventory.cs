using System.Collections.Immutable;
using Strata.Dependencies;

namespace Strata.Layers;

/// <summary>What is installed in an image, by layer, and what of it is there more than once.</summary>
public sealed class ImageInventory
{
    private const string DebianDatabase = "var/lib/dpkg/status";
    private const string DebianLibraries = "usr/lib/python3/dist-packages/";

    private ImageInventory(ImmutableArray<ImageLayer> layers, ImmutableArray<InstalledPackage> packages) => (Layers, Packages) = (layers, packages);

    /// <summary>The layers, the lowest first.</summary>
    public ImmutableArray<ImageLayer> Layers { get; }

    /// <summary>All copies, by layer and name.</summary>
    public ImmutableArray<InstalledPackage> Packages { get; }

    /// <summary>What is there more than once, by name.</summary>
    public IEnumerable<RepeatedPackage> Repeated => Packages
        .GroupBy(p => p.Name)
        .Where(g => g.Count() > 1)
        .OrderBy(g => g.Key)
        .Select(g => new RepeatedPackage(g.Last(), [.. g.SkipLast(1)]));

    /// <summary>Puts the layers of an image together.</summary>
    /// <param name="layers">The lowest first.</param>
    /// <param name="contents">What they hold, by DiffID.</param>
    public static ImageInventory Create(ImmutableArray<ImageLayer> layers, IReadOnlyDictionary<string, LayerContent> contents)
    {
        var found = new List<InstalledPackage>();
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = contents[layers[i].DiffId];
            var (packages, deletions) = (layer.Packages, new LayerDeletions(layer));
            for (var at = 0; at < found.Count; at++)
            {
                if (found[at].IsVisible && (deletions.Hides(found[at].Path) || packages.Distributions.Any(d => d.Path == found[at].Path)))
                {
                    found[at] = found[at] with { IsVisible = false };
                }
            }

            found.AddRange(packages.Distributions.Select(d => new InstalledPackage(d.Name, d.Version, i, d.Bytes, d.Path, IsVisible: true)));
            AddPackages(found, packages.Debian.IsDefault ? [] : packages.Debian, i);
        }

        return new ImageInventory(layers, [.. found.OrderBy(p => p.Layer).ThenBy(p => p.Name)]);
    }

    // A layer's list names all packages: what an earlier list has in the same version came earlier. Libraries are told by their own metadata.
    private static void AddPackages(List<InstalledPackage> found, ImmutableArray<FoundPackage> packages, int layer)
    {
        var known = found.Index().Where(f => f.Item is { IsVisible: true, Path: DebianDatabase }).ToDictionary(f => f.Item.Name, f => f.Index);
        var libraries = found.Where(f => f.Path.StartsWith(DebianLibraries, StringComparison.Ordinal)).Select(f => f.Name).ToHashSet();

        // Of a foreign architecture the same package is there once more, in the same version.
        foreach (var package in packages.DistinctBy(p => PackageName.OfDebian(p.Package)))
        {
            var name = PackageName.OfDebian(package.Package);
            if (libraries.Contains(DebianNames.Of(package.Package)))
            {
                continue;
            }

            if (known.TryGetValue(name, out var before))
            {
                if (found[before].Version == package.Version)
                {
                    continue;
                }

                found[before] = found[before] with { IsVisible = false };
            }

            found.Add(new InstalledPackage(name, package.Version, layer, package.Bytes, DebianDatabase, IsVisible: true));
        }
    }
}
