using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>What the files of images tell; a chain of layers that several images begin with is put together once.</summary>
internal sealed class FileAnalysis
{
    private readonly IReadOnlyDictionary<string, LayerContent> _contents;
    private readonly Dictionary<string, PackageKey?[]> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageFileSystem> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _prefixes;

    public FileAnalysis(IEnumerable<LayeredImage> images, IReadOnlyDictionary<string, LayerContent> contents)
    {
        _contents = contents;

        // Only what another image begins with is worth keeping.
        var all = images.ToList();
        _prefixes = [.. all.Where(p => all.Any(i => i.Layers.Length > p.Layers.Length && i.Layers.Zip(p.Layers).All(l => l.First.DiffId == l.Second.DiffId)))
            .Select(p => Chain(p, p.Layers.Length))];
    }

    public (ImmutableArray<WastedFile> Wasted, ImmutableArray<ImageFile> Biggest, ImmutableArray<PythonPackage> Packages) Of(LayeredImage image)
    {
        var system = Assemble(image);
        var files = system.Files.ToList();
        ImmutableArray<WastedFile> wasted =
        [
            .. system.Hidden.Concat(Duplicates(files))
                .OrderByDescending(w => w.Bytes).ThenBy(w => w.Path, StringComparer.Ordinal).ThenBy(w => w.Layer),
        ];
        ImmutableArray<ImageFile> biggest =
        [
            .. files.OrderByDescending(f => f.Bytes!.Size).Take(LayerAnalyzer.MostFiles * 2)
                .Select(f => new ImageFile(f.Path, f.Bytes!.Size, f.Bytes.Layer))
                .OrderByDescending(f => f.Bytes).ThenBy(f => f.Path, StringComparer.Ordinal).Take(LayerAnalyzer.MostFiles),
        ];
        return (wasted, biggest, Packages(image, files));
    }

    private ImageFileSystem Assemble(LayeredImage image)
    {
        var (system, done) = (new ImageFileSystem(), 0);
        for (var count = image.Layers.Length; count > 0; count--)
        {
            if (_kept.TryGetValue(Chain(image, count), out var kept))
            {
                (system, done) = (kept.Clone(), count);
                break;
            }
        }

        for (var i = done; i < image.Layers.Length; i++)
        {
            var content = _contents[image.Layers[i].DiffId];
            if (!_packages.TryGetValue(content.DiffId, out var packages))
            {
                _packages[content.DiffId] = packages = PackageKey.Of(content);
            }

            system.Apply(content, packages);
        }

        var chain = Chain(image, image.Layers.Length);
        if (_prefixes.Contains(chain))
        {
            // It is never changed any more: whoever goes on takes a copy.
            _kept.TryAdd(chain, system);
        }

        return system;
    }

    private static IEnumerable<WastedFile> Duplicates(IEnumerable<FileNode> files)
    {
        var same = new Dictionary<(UInt128, long), (FileNode First, List<FileNode>? Others)>();
        foreach (var file in files)
        {
            var key = (file.Bytes!.Content, file.Bytes.Size);
            if (!same.TryGetValue(key, out var group))
            {
                same[key] = (file, null);
            }
            else
            {
                (group.Others ?? (same[key] = (group.First, [])).Others!).Add(file);
            }
        }

        foreach (var (first, others) in same.Values.Where(g => g.Others is not null))
        {
            var copies = others!.Append(first).Select(f => (Node: f, f.Path)).OrderBy(f => f.Node.Bytes!.Layer).ThenBy(f => f.Path, StringComparer.Ordinal).ToList();
            foreach (var (copy, path) in copies.Skip(1))
            {
                yield return new WastedFile(path, copy.Bytes!.Size, WasteKind.Duplicated, copy.Bytes.Layer, copies[0].Node.Bytes!.Layer, copies[0].Path);
            }
        }
    }

    private ImmutableArray<PythonPackage> Packages(LayeredImage image, IEnumerable<FileNode> files)
    {
        var distributions = image.Layers.SelectMany(l => _contents[l.DiffId].Distributions)
            .GroupBy(d => new PackageKey(d.Site, d.Key)).ToDictionary(g => g.Key, g => g.Last());
        return
        [
            .. files.Where(f => f.Bytes!.Package is not null)
                .GroupBy(f => f.Bytes!.Package!)
                .Select(g => new PythonPackage(
                    distributions.GetValueOrDefault(g.Key)?.Name ?? g.Key.Key,
                    distributions.GetValueOrDefault(g.Key)?.Version ?? "",
                    g.Key.Site,
                    g.Sum(f => f.Bytes!.Size),
                    g.Count(),
                    [.. g.Select(f => f.Bytes!.Layer).Distinct().Order()]))
                .OrderByDescending(p => p.Bytes).ThenBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Site, StringComparer.Ordinal),
        ];
    }

    private static string Chain(LayeredImage image, int count) => string.Join(' ', image.Layers.Take(count).Select(l => l.DiffId));
}
