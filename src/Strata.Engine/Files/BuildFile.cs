namespace Strata.Engine.Files;

/// <summary>A file, directory or link that a build reads, as it is copied to another machine.</summary>
/// <param name="Path">Relative to the repository root, with '/'.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Permission bits as a clone under a umask of 022 has them.</param>
/// <param name="Place">Where it stands on this machine; absolute.</param>
public sealed record BuildFile(string Path, TreeEntryKind Kind, int Mode, string Place)
{
    /// <summary>SHA-256 of a file's content in 64 hexadecimal digits; null for others.</summary>
    public string? Hash { get; init; }

    /// <summary>Bytes of a file; 0 for others.</summary>
    public long Size { get; init; }

    /// <summary>Where a link points, as written; null for others.</summary>
    public string? LinkTarget { get; init; }
}
