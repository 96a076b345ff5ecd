using System.Globalization;
using Strata.Engine.Files;

namespace Strata.Engine.Sync;

/// <summary>A file, directory or symbolic link that a host is to have.</summary>
public sealed record SyncFile
{
    private const int PermissionBits = 0xFFF;
    private const int OwnerReads = 0x100;
    private const int OwnerEnters = 0x1C0;

    private SyncFile(string path, TreeEntryKind kind, int mode) => (Path, Kind, Mode) = (path, kind, mode);

    /// <summary>Relative to the tree's root, with '/'; no '..' and no control characters.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    public TreeEntryKind Kind { get; }

    /// <summary>Permission bits with setuid, setgid and sticky, as in stat(2); of a link always 0777.</summary>
    public int Mode { get; }

    /// <summary>SHA-256 of a file's content, 64 lower-case hexadecimal digits; null for others.</summary>
    public string? Hash { get; private init; }

    /// <summary>Bytes of a file when it was last looked at; 0 where nobody did, and of others.</summary>
    public long Size { get; private init; }

    /// <summary>Where a file is read on this machine; absolute; null for others.</summary>
    public string? Source { get; private init; }

    /// <summary>Where a link points, as written: relative, and to a place inside the tree; null for others.</summary>
    public string? LinkTarget { get; private init; }

    /// <summary>A regular file; its owner may always read it there.</summary>
    public static SyncFile File(string path, int mode, string hash, string source, long size = 0) =>
        new(path, TreeEntryKind.File, (mode & PermissionBits) | OwnerReads) { Hash = hash, Source = source, Size = size };

    /// <summary>A directory; its owner may always enter and change it there, else we could not clear it away.</summary>
    public static SyncFile Directory(string path, int mode) => new(path, TreeEntryKind.Directory, (mode & PermissionBits) | OwnerEnters);

    /// <summary>A symbolic link.</summary>
    public static SyncFile Link(string path, string target) => new(path, TreeEntryKind.Link, 0x1FF) { LinkTarget = target };

    /// <summary>A file of the repository as a build reads it.</summary>
    public static SyncFile From(BuildFile file) => file.Kind switch
    {
        TreeEntryKind.Directory => Directory(file.Path, file.Mode),
        TreeEntryKind.Link => Link(file.Path, file.LinkTarget!),

        // Of a device or pipe there is no hash: it is refused when the tree is checked.
        _ => File(file.Path, file.Mode, file.Hash ?? "", file.Place, file.Size),
    };

    /// <summary>Kind, mode and path.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind} {Convert.ToString(Mode, 8)} {Path}");
}
