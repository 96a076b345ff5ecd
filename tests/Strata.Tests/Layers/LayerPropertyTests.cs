using FsCheck;
using FsCheck.Fluent;
using Strata.Layers;

namespace Strata.Tests.Layers;

/// <summary>The file system of layers, held against a simple one that knows only paths.</summary>
public class LayerPropertyTests
{
    private static readonly string[] Names = ["a", "b", "c", "a/a", "a/b", "b/a", "b/c", "a/b/c", "a/b/d"];

    private static readonly Gen<string> Word = Gen.OneOf(
        from name in Gen.Elements(Names) from size in Gen.Choose(1, 9) from content in Gen.Elements("x", "y", "z") select $"{name}={size}:{content}",
        from name in Gen.Elements(Names) select name + "/",
        from name in Gen.Elements(Names) select "-" + name,
        from name in Gen.Elements(Names) select "opq:" + name);

    private static readonly Arbitrary<string[]> Stacks = Word.ListOf().Select(w => string.Join(' ', w)).ListOf().Select(l => l.Take(6).ToArray()).ToArbitrary();

    [Test]
    public void Shown_and_hidden_bytes_are_those_of_a_simple_file_system() => Prop.ForAll(Stacks, stack =>
    {
        LayerContent[] layers = [.. stack.Select((s, i) => Layer.Of($"{s} layer{i}=1:{i}"))];
        var image = Layer.Stack(layers);
        var (shown, hidden) = Simple(layers);
        return image.BiggestFiles.Select(f => (f.Path, f.Bytes, f.Layer)).ToHashSet().SetEquals(shown)
            && image.Wasted.Where(w => w.Kind != WasteKind.Duplicated).Sum(w => w.Bytes) == hidden
            && image.Wasted.Where(w => w.Kind == WasteKind.Duplicated).Sum(w => w.Bytes) + Distinct(layers, shown) == shown.Sum(f => f.Bytes);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(12));

    [Test]
    public void No_byte_is_lost() => Prop.ForAll(Stacks, stack =>
    {
        LayerContent[] layers = [.. stack.Select((s, i) => Layer.Of($"{s} layer{i}=1:{i}"))];
        var image = Layer.Stack(layers);
        return image.BiggestFiles.Sum(f => f.Bytes) + image.Wasted.Where(w => w.Kind != WasteKind.Duplicated).Sum(w => w.Bytes)
            == layers.Sum(l => l.Entries.Sum(e => e.Size));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(12));

    private static (HashSet<(string Path, long Bytes, int Layer)> Shown, long Hidden) Simple(LayerContent[] layers)
    {
        var paths = new Dictionary<string, (long Bytes, int Layer, bool IsFile)>(StringComparer.Ordinal);
        long hidden = 0;
        for (var i = 0; i < layers.Length; i++)
        {
            foreach (var entry in layers[i].Entries.Where(e => e.Kind is LayerEntryKind.Whiteout or LayerEntryKind.Opaque))
            {
                Remove(p => p.StartsWith(entry.Path + "/", StringComparison.Ordinal) || entry.Kind == LayerEntryKind.Whiteout && p == entry.Path);
            }

            foreach (var entry in layers[i].Entries.Where(e => e.Kind is LayerEntryKind.File or LayerEntryKind.Directory))
            {
                for (var slash = entry.Path.IndexOf('/'); slash > 0; slash = entry.Path.IndexOf('/', slash + 1))
                {
                    var above = entry.Path[..slash];
                    Remove(p => p == above && paths[p].IsFile);
                    paths.TryAdd(above, (0, i, false));
                }

                var isFile = entry.Kind == LayerEntryKind.File;
                Remove(p => (isFile || paths[p].IsFile) && p == entry.Path || isFile && p.StartsWith(entry.Path + "/", StringComparison.Ordinal));
                paths[entry.Path] = isFile ? (entry.Size, i, true) : paths.GetValueOrDefault(entry.Path, (0, i, false));
            }
        }

        return ([.. paths.Where(p => p.Value.IsFile).Select(p => (p.Key, p.Value.Bytes, p.Value.Layer))], hidden);

        void Remove(Func<string, bool> isGone)
        {
            foreach (var path in paths.Keys.Where(isGone).ToList())
            {
                hidden += paths[path].Bytes;
                paths.Remove(path);
            }
        }
    }

    // Within a layer the last entry of a path is the one that counts.
    private static long Distinct(LayerContent[] layers, HashSet<(string Path, long Bytes, int Layer)> shown) => shown
        .Select(f => layers[f.Layer].Entries.Last(e => e.Path == f.Path && e.Kind == LayerEntryKind.File))
        .DistinctBy(e => (e.Content, e.Size)).Sum(e => e.Size);
}
