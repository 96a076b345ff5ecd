namespace Strata.Testing;

/// <summary>A file tree in memory; directories exist as long as something stands in them.</summary>
public sealed class InMemoryFileTree : IFileTree
{
    private const string Root = ".";
    private readonly SortedDictionary<string, (TreeEntryKind Kind, string Content)> _entries = new(StringComparer.Ordinal);

    /// <summary>Writes a file and the directories above it.</summary>
    public InMemoryFileTree Write(string path, string text) => Put(path, TreeEntryKind.File, text);

    /// <summary>Makes a symbolic link.</summary>
    public InMemoryFileTree Link(string path, string target) => Put(path, TreeEntryKind.Link, target);

    /// <summary>Makes an empty directory.</summary>
    public InMemoryFileTree MakeDirectory(string path) => Put(path, TreeEntryKind.Directory, "");

    /// <summary>Takes a file or link away, or a directory with all that stands in it.</summary>
    public InMemoryFileTree Remove(string path)
    {
        foreach (var key in _entries.Keys.Where(k => k == path || k.StartsWith(path + "/", StringComparison.Ordinal)).ToArray())
        {
            _entries.Remove(key);
        }

        return this;
    }

    /// <inheritdoc/>
    public TreeEntry? Find(string path)
    {
        path = Normalize(path);
        if (path == Root)
        {
            return new TreeEntry(Root, TreeEntryKind.Directory);
        }

        return _entries.TryGetValue(path, out var entry)
            ? new TreeEntry(path, entry.Kind, entry.Kind == TreeEntryKind.Link ? entry.Content : null)
            : null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TreeEntry> List(string directory)
    {
        directory = Normalize(directory);
        var prefix = directory == Root ? "" : directory + "/";
        return
        [
            .. _entries.Keys
                .Where(k => k.StartsWith(prefix, StringComparison.Ordinal) && k.IndexOf('/', prefix.Length) < 0)
                .Select(k => Find(k)!),
        ];
    }

    /// <inheritdoc/>
    public string ReadText(string path) =>
        _entries.TryGetValue(Normalize(path), out var entry) && entry.Kind == TreeEntryKind.File
            ? entry.Content
            : throw new FileNotFoundException($"There is no file '{path}'.", path);

    private InMemoryFileTree Put(string path, TreeEntryKind kind, string content)
    {
        path = Normalize(path);
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            _entries.TryAdd(path[..slash], (TreeEntryKind.Directory, ""));
        }

        _entries[path] = (kind, content);
        return this;
    }

    private static string Normalize(string path)
    {
        path = path.TrimEnd('/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return path.Length == 0 ? Root : path;
    }
}
