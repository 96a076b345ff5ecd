namespace Strata.Layers;

/// <summary>An entry of a layer's tar.</summary>
/// <param name="Path">Relative to the root, without a leading or trailing slash; of a whiteout what it deletes, of an opaque mark the directory.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Bytes of its content; 0 for all but files.</param>
/// <param name="Mode">Permission bits with set-user-id and its kin, as in <c>0755</c>.</param>
/// <param name="Content">A hash of its content; 0 for all but files with bytes.</param>
/// <param name="Target">What a link leads to, a hard link's relative to the root; null for others.</param>
/// <param name="Distribution">Index of the Python distribution of the same layer whose RECORD names it; -1 for none.</param>
public readonly record struct LayerEntry(
    string Path, LayerEntryKind Kind, long Size = 0, int Mode = 0, UInt128 Content = default, string? Target = null, int Distribution = -1)
{
    private const string WhiteoutPrefix = ".wh.";
    private const string OpaqueMark = ".wh..wh..opq";

    /// <summary>Makes an entry of a name as it stands in a tar; whiteouts become what they delete.</summary>
    /// <returns>Null for the root itself, for names that lead out of it, and for marks of the storage driver that are no content.</returns>
    public static LayerEntry? Create(string name, LayerEntryKind kind, long size = 0, int mode = 0, UInt128 content = default, string? target = null)
    {
        if (Clean(name) is not { Length: > 0 } path)
        {
            return null;
        }

        var slash = path.LastIndexOf('/');
        var last = path.AsSpan(slash + 1);
        if (!last.StartsWith(WhiteoutPrefix))
        {
            var link = kind switch { LayerEntryKind.HardLink => Clean(target ?? ""), LayerEntryKind.SymbolicLink => target, _ => null };
            return kind == LayerEntryKind.HardLink && string.IsNullOrEmpty(link) ? null : new LayerEntry(path, kind, size, mode, content, link);
        }

        var directory = slash < 0 ? "" : path[..slash];
        if (last.SequenceEqual(OpaqueMark))
        {
            return new LayerEntry(directory, LayerEntryKind.Opaque);
        }

        // '.wh..wh.plnk' and its kin are the storage driver's own.
        return last.StartsWith(".wh..wh.") || last.Length == WhiteoutPrefix.Length
            ? null
            : new LayerEntry(slash < 0 ? path[WhiteoutPrefix.Length..] : $"{directory}/{last[WhiteoutPrefix.Length..]}", LayerEntryKind.Whiteout);
    }

    /// <summary>The path without empty and '.' parts; null when it leads out of the root.</summary>
    private static string? Clean(string name)
    {
        if (!name.StartsWith('/') && !name.StartsWith('.') && !name.EndsWith('/') && !name.Contains("//", StringComparison.Ordinal)
            && !name.Contains("/.", StringComparison.Ordinal))
        {
            return name;
        }

        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(p => p != ".").ToArray();
        return parts.Contains("..") ? null : string.Join('/', parts);
    }
}
