namespace Strata;

/// <summary>The files of a repository as the pure core sees them; paths are relative to its root and use '/'.</summary>
public interface IFileTree
{
    /// <summary>What stands at the path, links not followed; null when nothing does.</summary>
    TreeEntry? Find(string path);

    /// <summary>The entries directly in a directory, ordered by name (ordinal); empty when there is no such directory. The root is ".".</summary>
    IReadOnlyList<TreeEntry> List(string directory);

    /// <summary>The file's text, UTF-8 with or without a byte order mark.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    string ReadText(string path);
}

/// <summary>A file, directory or symbolic link of a tree.</summary>
/// <param name="Path">Relative to the root, with '/'.</param>
/// <param name="Kind">What it is.</param>
/// <param name="LinkTarget">Where a symbolic link points, as written; null for others.</param>
public sealed record TreeEntry(string Path, TreeEntryKind Kind, string? LinkTarget = null);

/// <summary>What an entry of a tree is.</summary>
public enum TreeEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link, not followed.</summary>
    Link,
}
