using System.Text;

namespace Strata.Engine.Files;

/// <summary>A directory of this machine as a tree; nothing outside it is reached, not even through a link inside.</summary>
public sealed class DiskFileTree : IFileTree
{
    /// <summary>Opens a directory as a tree.</summary>
    /// <param name="root">The directory; relative to the current one.</param>
    public DiskFileTree(string root) => Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>The directory; absolute.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The path is absolute or has a '..' in it.</exception>
    public TreeEntry? Find(string path)
    {
        var parts = Parts(path);
        return StandsInDirectories(parts) ? Entry(string.Join('/', parts), Place(parts)) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The path is absolute or has a '..' in it.</exception>
    public IReadOnlyList<TreeEntry> List(string directory)
    {
        var parts = Parts(directory);
        if (!StandsInDirectories(parts) || !IsDirectory(Place(parts)))
        {
            return [];
        }
        var prefix = parts.Length == 0 ? "" : string.Join('/', parts) + "/";
        return [.. new DirectoryInfo(Place(parts)).EnumerateFileSystemInfos("*", All)
            .Select(i => Entry(prefix + i.Name, i.FullName))
            .OfType<TreeEntry>()
            .OrderBy(e => e.Path, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The path is absolute or has a '..' in it.</exception>
    public string ReadText(string path) => Find(path) is { Kind: TreeEntryKind.File }
        ? File.ReadAllText(Place(Parts(path)), Encoding.UTF8)
        : throw new FileNotFoundException($"there is no file '{path}' in {Root}", path);

    private static EnumerationOptions All => new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = false };

    private static string[] Parts(string path)
    {
        var parts = path.Split('/');
        if (path.StartsWith('/') || Path.IsPathRooted(path) || parts.Contains("..") || path.Contains('\0'))
        {
            throw new ArgumentException($"'{path}' does not stay below the tree's root", nameof(path));
        }
        return [.. parts.Where(p => p is not ("" or "."))];
    }

    private string Place(ReadOnlySpan<string> parts) => parts.Length == 0 ? Root : Root + Path.DirectorySeparatorChar + string.Join(Path.DirectorySeparatorChar, parts!);

    private bool StandsInDirectories(string[] parts)
    {
        for (var depth = 1; depth < parts.Length; depth++)
        {
            if (!IsDirectory(Place(parts.AsSpan(0, depth))))
            {
                return false;
            }
        }
        return true;
    }

    private bool IsDirectory(string place) =>
        place == Root ? Directory.Exists(place) : new DirectoryInfo(place) is { Exists: true, LinkTarget: null };

    private TreeEntry? Entry(string path, string place)
    {
        if (path.Length == 0)
        {
            return Directory.Exists(place) ? new TreeEntry(".", TreeEntryKind.Directory) : null;
        }
        // FileInfo looks at a link itself, so this also sees links that lead nowhere.
        var file = new FileInfo(place);
        if (file.LinkTarget is { } target)
        {
            return new TreeEntry(path, TreeEntryKind.Link, target);
        }
        return file.Exists ? new TreeEntry(path, TreeEntryKind.File)
            : Directory.Exists(place) ? new TreeEntry(path, TreeEntryKind.Directory)
            : null;
    }
}
