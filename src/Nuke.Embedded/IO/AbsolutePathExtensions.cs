using System.Runtime.CompilerServices;
using System.Text;

namespace Nuke.Common.IO;

/// <summary>What can be done with files and directories.</summary>
public static partial class AbsolutePathExtensions
{
    private static readonly string[] FileWords = ["file", "executable", "exe", "script", "archive"];
    private static readonly string[] DirectoryWords = ["directory", "dir", "folder"];

    /// <summary>Whether it is there: as a file or a directory, by how the variable's name ends.</summary>
    /// <exception cref="ArgumentException">The name says neither.</exception>
    public static bool Exists(this AbsolutePath path, [CallerArgumentExpression("path")] string expression = null)
    {
        bool EndsWith(string[] words) => words.Any(w => expression.EndsWith(w, StringComparison.OrdinalIgnoreCase));
        return EndsWith(FileWords) ? path.FileExists()
            : EndsWith(DirectoryWords) ? path.DirectoryExists()
            : throw new ArgumentException($"Cannot infer from argument '{expression}' if either file or directory must exist");
    }

    /// <summary>Whether the file is there.</summary>
    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    /// <summary>Whether the directory is there.</summary>
    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    /// <summary>The path, or null when there is no such file.</summary>
    public static AbsolutePath ExistingFile(this AbsolutePath path) => path.FileExists() ? path : null;

    /// <summary>The path, or null when there is no such directory.</summary>
    public static AbsolutePath ExistingDirectory(this AbsolutePath path) => path.DirectoryExists() ? path : null;

    /// <summary>Makes the directory and those above.</summary>
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Makes the directory, without what was in it.</summary>
    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.DeleteDirectory();
        return path.CreateDirectory();
    }

    /// <summary>Makes the file if need be and sets its time of writing; null for now.</summary>
    public static AbsolutePath TouchFile(this AbsolutePath path, DateTime? time = null, bool createDirectories = true)
    {
        if (createDirectories)
            path.Parent.CreateDirectory();
        if (!File.Exists(path))
            File.WriteAllBytes(path, []);
        File.SetLastWriteTime(path, time ?? DateTime.Now);
        return path;
    }

    /// <summary>Deletes the file, read-only ones, too; nothing happens when there is none.</summary>
    public static void DeleteFile(this AbsolutePath path)
    {
        if (!path.FileExists())
            return;
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }

    /// <summary>Deletes the directory with all in it; nothing happens when there is none.</summary>
    public static void DeleteDirectory(this AbsolutePath path)
    {
        if (!path.DirectoryExists())
            return;
        if (OperatingSystem.IsWindows())
            foreach (var file in Directory.GetFiles(path, "*", SearchOption.AllDirectories))
                File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(path, recursive: true);
    }

    /// <summary>Files of the directory, ordered by name.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="pattern">Such as <c>*.cs</c>.</param>
    /// <param name="depth">1 for the directory itself, more for those below.</param>
    /// <param name="attributes">Attributes that all must be set.</param>
    public static IEnumerable<AbsolutePath> GetFiles(this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = 0)
    {
        Assert.True(depth >= 0);
        if (depth == 0)
            return [];
        var files = Directory.EnumerateFiles(path, pattern)
            .Where(f => (File.GetAttributes(f) & attributes) == attributes).Order().Select(AbsolutePath.Create);
        return files.Concat(path.GetDirectories(depth: depth - 1).SelectMany(d => d.GetFiles(pattern, attributes: attributes)));
    }

    /// <summary>Directories in the directory, ordered by name, level by level.</summary>
    public static IEnumerable<AbsolutePath> GetDirectories(
        this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = 0)
    {
        Assert.True(depth >= 0);
        string[] level = [path];
        for (; level.Length > 0 && depth > 0; depth--)
        {
            foreach (var found in level.SelectMany(d => Directory.EnumerateDirectories(d, pattern)).Order())
                if ((File.GetAttributes(found) & attributes) == attributes)
                    yield return found;
            level = [.. level.SelectMany(Directory.GetDirectories)];
        }
    }

    /// <summary>Whether the name ends with one of the extensions, ignoring case.</summary>
    public static bool HasExtension(this AbsolutePath path, string extension, params string[] alternativeExtensions) =>
        alternativeExtensions.Prepend(extension).Any(e => path.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>The path with another extension.</summary>
    public static AbsolutePath WithExtension(this AbsolutePath path, string extension) => Path.ChangeExtension(path, extension);

    /// <summary>Whether the other path is this one or below it.</summary>
    public static bool Contains(this AbsolutePath path, AbsolutePath other)
    {
        for (var current = other; current != null; current = current.Parent)
            if (current == path)
                return true;
        return false;
    }

    /// <summary>The other path as seen from this directory.</summary>
    public static RelativePath GetRelativePathTo(this AbsolutePath path, AbsolutePath destination) =>
        (RelativePath)Path.GetRelativePath(path, destination);

    /// <summary>The other path as seen from this directory, with <c>/</c>.</summary>
    public static UnixRelativePath GetUnixRelativePathTo(this AbsolutePath path, AbsolutePath destination) =>
        (UnixRelativePath)Path.GetRelativePath(path, destination);
}
