namespace Nuke.Common.IO;

/// <summary>A path that is not rooted, with the machine's separators.</summary>
public class RelativePath
{
    private readonly string _path;

    /// <summary>Takes a path as it is.</summary>
    protected RelativePath(string path) => _path = path;

    /// <summary>Makes a path of one that is not rooted.</summary>
    public static explicit operator RelativePath(string path) => path is null ? null : new RelativePath(path);

    /// <summary>The path as a string.</summary>
    public static implicit operator string(RelativePath path) => path?._path;

    /// <summary>The path.</summary>
    public override string ToString() => _path;
}
