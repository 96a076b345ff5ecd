namespace Strata.Layers;

/// <summary>A name in an image's file system.</summary>
internal sealed class FileNode(FileNode? parent, string name)
{
    public FileNode? Parent => parent;

    public string Name => name;

    /// <summary>Of a directory what it holds; else null.</summary>
    public Dictionary<string, FileNode>? Children { get; init; }

    /// <summary>Of a file its bytes, which it may share with other names; else null.</summary>
    public FileBytes? Bytes { get; set; }

    /// <summary>Where a symbolic link leads; else null.</summary>
    public string? Target { get; set; }

    /// <summary>Relative to the root.</summary>
    public string Path => parent is null || parent.Name.Length == 0 && parent.Parent is null ? name : $"{parent.Path}/{name}";

    /// <summary>Itself and all below it.</summary>
    public IEnumerable<FileNode> Descend()
    {
        var waiting = new Stack<FileNode>([this]);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            foreach (var child in node.Children?.Values ?? Enumerable.Empty<FileNode>())
            {
                waiting.Push(child);
            }
        }
    }

    public FileNode Clone(FileNode? newParent, Dictionary<FileBytes, FileBytes> linked)
    {
        var copy = new FileNode(newParent, name)
        {
            Children = Children is null ? null : new Dictionary<string, FileNode>(Children.Count, StringComparer.Ordinal),
            Target = Target,
            Bytes = Copy(linked),
        };
        foreach (var (key, child) in Children ?? [])
        {
            copy.Children!.Add(key, child.Clone(copy, linked));
        }

        return copy;
    }

    private FileBytes? Copy(Dictionary<FileBytes, FileBytes> linked)
    {
        if (Bytes is not { Links: > 1 } bytes)
        {
            return Bytes?.Clone();
        }

        return linked.TryGetValue(bytes, out var copy) ? copy : linked[bytes] = bytes.Clone();
    }
}
