using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>A directory or file of a layer and its bytes, for drawings: what is too small to see is summed up.</summary>
/// <param name="Name">Its last part; of a summary what it stands for.</param>
/// <param name="Bytes">With all below it.</param>
/// <param name="Children">Biggest first; empty for files.</param>
public sealed record DirectorySizes(string Name, long Bytes, ImmutableArray<DirectorySizes> Children)
{
    /// <summary>The files of a layer as a tree.</summary>
    /// <param name="content">The layer.</param>
    /// <param name="least">Bytes below which something is summed up with its neighbours.</param>
    public static DirectorySizes Of(LayerContent content, long least)
    {
        var root = new Sum("");
        foreach (var entry in content.Entries.Where(e => e is { Kind: LayerEntryKind.File, Size: > 0 }))
        {
            var at = root;
            at.Bytes += entry.Size;
            foreach (var part in entry.Path.Split('/'))
            {
                at = at.Child(part);
                at.Bytes += entry.Size;
            }

            at.Files++;
        }

        return root.Freeze(Math.Max(1, least));
    }

    private sealed class Sum(string name)
    {
        private Dictionary<string, Sum>? _children;

        public long Bytes { get; set; }

        public int Files { get; set; }

        public Sum Child(string child)
        {
            _children ??= new(StringComparer.Ordinal);
            return _children.TryGetValue(child, out var there) ? there : _children[child] = new Sum(child);
        }

        public DirectorySizes Freeze(long least)
        {
            var children = _children?.Values ?? Enumerable.Empty<Sum>();
            var big = children.Where(c => c.Bytes >= least).OrderByDescending(c => c.Bytes).ThenBy(c => c.Name, StringComparer.Ordinal).ToList();

            // A chain of directories that hold nothing but the next one is one box.
            if (big is [var only] && only.Bytes == Bytes && name.Length > 0)
            {
                var inner = only.Freeze(least);
                return inner with { Name = $"{name}/{inner.Name}" };
            }

            var rest = Bytes - big.Sum(c => c.Bytes);
            var small = children.Count(c => c.Bytes < least);
            return new DirectorySizes(name, Bytes, big.Count == 0 ? [] :
            [
                .. big.Select(c => c.Freeze(least)),
                .. rest > 0 ? [new DirectorySizes($"{small} smaller", rest, [])] : ImmutableArray<DirectorySizes>.Empty,
            ]);
        }

        private string Name => name;
    }
}
