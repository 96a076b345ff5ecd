namespace Strata.Engine.BuildKit;

/// <summary>Paths of a build host, which is a Unix whatever this machine is.</summary>
internal static class HostPath
{
    /// <summary>A path below a root; "." is the root itself, an absolute path stays.</summary>
    public static string Join(string root, string path) =>
        path is "." or "" ? root : path.StartsWith('/') ? path : $"{root.TrimEnd('/')}/{(path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path)}";

    /// <summary>The last part.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
