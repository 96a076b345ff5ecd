using System.Globalization;

namespace Strata.Engine.Files;

/// <summary>A file, directory or link of a build context, as a build can read it.</summary>
public sealed class ContextFile
{
    private const uint OwnerBits = 0x1C0;
    private const uint SpecialFileBits = 0xE00;
    private const uint SpecialDirectoryBits = 0x200;

    internal ContextFile(string path, string place, FileStatus status, string? linkTarget) =>
        (Path, Place, Status, LinkTarget) = (path, place, status, linkTarget);

    /// <summary>Relative to the repository root, with '/'.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    public TreeEntryKind Kind => Status.IsDirectory ? TreeEntryKind.Directory : Status.IsLink ? TreeEntryKind.Link : TreeEntryKind.File;

    /// <summary>Where a link points, as written; null for others.</summary>
    public string? LinkTarget { get; }

    /// <summary>Where it stands on this machine; absolute.</summary>
    internal string Place { get; }

    internal FileStatus Status { get; }

    /// <summary>Type and permissions as six octal digits, the group's and others' set to what the owner's would be under a umask of 022.</summary>
    /// <remarks>Which of those bits a clone has is chance: git keeps the owner's 'x' alone, the umask gives the rest.</remarks>
    internal string Mode => Convert.ToString(ModeBits, 8).PadLeft(6, '0');

    /// <summary><see cref="Mode"/> as a number.</summary>
    internal uint ModeBits
    {
        get
        {
            var owner = Status.Mode & OwnerBits;
            var shared = owner & ~0x80u;
            var special = Status.Mode & (Status.IsDirectory ? SpecialDirectoryBits : SpecialFileBits);
            return Status.IsLink ? 0xA000 : (Status.Mode & 0xF000) | special | owner | shared >> 3 | shared >> 6;
        }
    }

    /// <summary>The path.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mode} {Path}");
}
