namespace Strata.Layers;

/// <summary>The file system that layers make, one put upon the other; says which bytes are hidden by that.</summary>
internal sealed class ImageFileSystem
{
    private const int MostLinks = 40;

    private readonly List<WastedFile> _wasted;
    private readonly FileNode _root;
    private int _layer = -1;
    private (string Path, FileNode Node)? _last;

    public ImageFileSystem()
        : this(new FileNode(null, "") { Children = new(StringComparer.Ordinal) }, [], -1)
    {
    }

    private ImageFileSystem(FileNode root, List<WastedFile> wasted, int layer) => (_root, _wasted, _layer) = (root, wasted, layer);

    /// <summary>What no later layer lets anybody read.</summary>
    public IReadOnlyList<WastedFile> Hidden => _wasted;

    /// <summary>All files with bytes, each once however many names it has.</summary>
    public IEnumerable<FileNode> Files
    {
        get
        {
            var linked = new HashSet<FileBytes>(ReferenceEqualityComparer.Instance);
            return _root.Descend().Where(n => n.Bytes is { Size: > 0 } b && (b.Links == 1 || linked.Add(b)));
        }
    }

    /// <summary>Puts the next layer upon it.</summary>
    /// <param name="content">The layer.</param>
    /// <param name="packages">For each entry the Python package that it belongs to.</param>
    public void Apply(LayerContent content, PackageKey?[] packages)
    {
        _layer++;
        _last = null;

        // Whiteouts are about the layers below only, wherever in the tar they stand.
        foreach (var entry in content.Entries.Where(e => e.Kind is LayerEntryKind.Whiteout or LayerEntryKind.Opaque))
        {
            if (entry.Kind == LayerEntryKind.Opaque)
            {
                foreach (var child in Find(entry.Path)?.Children?.Values.ToArray() ?? [])
                {
                    Remove(child, WasteKind.Deleted);
                }
            }
            else if (Find(entry.Path) is { } node)
            {
                Remove(node, WasteKind.Deleted);
            }
        }

        for (var i = 0; i < content.Entries.Length; i++)
        {
            Put(content.Entries[i], packages[i]);
        }
    }

    /// <summary>The same files again, to go on with in another way.</summary>
    public ImageFileSystem Clone() => new(_root.Clone(null, new(ReferenceEqualityComparer.Instance)), [.. _wasted], _layer);

    private void Put(LayerEntry entry, PackageKey? package)
    {
        if (entry.Kind is LayerEntryKind.Whiteout or LayerEntryKind.Opaque)
        {
            return;
        }

        var (directory, name) = Split(entry.Path);
        var parent = Directory(directory);
        parent.Children!.TryGetValue(name, out var there);
        if (entry.Kind == LayerEntryKind.Directory)
        {
            if (there?.Children is null)
            {
                Replace(parent, name, there, new FileNode(parent, name) { Children = new(StringComparer.Ordinal) }, entry);
            }

            return;
        }

        var node = new FileNode(parent, name);
        if (entry.Kind == LayerEntryKind.HardLink && Find(entry.Target!) is { Bytes: { } bytes } linked)
        {
            if (linked == there)
            {
                return;
            }

            bytes.Links++;
            node.Bytes = bytes;
        }
        else if (entry.Kind is LayerEntryKind.File)
        {
            node.Bytes = new FileBytes(_layer, entry.Size, entry.Content, package);
        }
        else
        {
            node.Target = entry.Kind == LayerEntryKind.SymbolicLink ? entry.Target : null;
        }

        Replace(parent, name, there, node, entry);
    }

    private void Replace(FileNode parent, string name, FileNode? there, FileNode node, LayerEntry entry)
    {
        if (there is not null)
        {
            var isSame = there.Bytes is { } old && node.Bytes is { } own && old != own && old.Size == own.Size && old.Content == own.Content;
            Remove(there, isSame ? WasteKind.Rewritten : WasteKind.Overwritten);
        }

        parent.Children![name] = node;
    }

    private void Remove(FileNode node, WasteKind kind)
    {
        _last = node.Children is null ? _last : null;
        node.Parent?.Children!.Remove(node.Name);
        foreach (var file in node.Descend().Where(n => n.Bytes is not null))
        {
            if (--file.Bytes!.Links == 0 && file.Bytes.Size > 0)
            {
                _wasted.Add(new WastedFile(file.Path, file.Bytes.Size, kind, file.Bytes.Layer, _layer));
            }
        }
    }

    /// <summary>The directory at a path; made with those above it where there is none.</summary>
    private FileNode Directory(string path)
    {
        if (_last is { } last && last.Path == path)
        {
            return last.Node;
        }

        var at = _root;
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.Children!.TryGetValue(part, out var next) && Follow(next, MostLinks) is { Children: not null } directory)
            {
                at = directory;
                continue;
            }

            if (next is not null)
            {
                Remove(next, WasteKind.Overwritten);
            }

            var made = new FileNode(at, part) { Children = new(StringComparer.Ordinal) };
            at.Children[part] = made;
            at = made;
        }

        _last = (path, at);
        return at;
    }

    /// <summary>What stands at a path; links on the way are followed, one at its end is not.</summary>
    private FileNode? Find(string path, FileNode? from = null, int links = MostLinks)
    {
        var at = from ?? _root;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length && at is not null; i++)
        {
            at = Follow(at, links);
            at = parts[i] switch
            {
                "." => at,
                ".." => at?.Parent ?? at,
                var name => at?.Children?.GetValueOrDefault(name),
            };
        }

        return at;
    }

    private FileNode? Follow(FileNode node, int links) =>
        node.Target is not { } target ? node
        : links == 0 ? null
        : Find(target, target.StartsWith('/') ? _root : node.Parent, links - 1) is { } next ? Follow(next, links - 1) : null;

    private static (string Directory, string Name) Split(string path) =>
        path.LastIndexOf('/') is var slash && slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
}
