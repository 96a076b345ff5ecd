namespace Nuke.Common.IO;

/// <summary>A path that is not rooted, with <c>/</c>.</summary>
public class UnixRelativePath : RelativePath
{
    private UnixRelativePath(string path)
        : base(path.Replace('\\', '/'))
    {
    }

    /// <summary>Makes a path of one that is not rooted.</summary>
    public static explicit operator UnixRelativePath(string path) => path is null ? null : new UnixRelativePath(path);
}
