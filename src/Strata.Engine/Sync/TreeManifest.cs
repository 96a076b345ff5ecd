using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Engine.Sync;

/// <summary>What a tree holds, one line for each entry, in the order of the lines' bytes; its digest is the tree's name.</summary>
/// <remarks>
/// A line is kind and mode, hash, path: <c>f644 6dcd... ./a/b</c>, <c>l777 (hash of the target) ./link</c>, <c>d755 - ./a</c>. A host reads it with
/// sed, sort and uniq: no name has a line end, and each begins with "./", so that none is taken for an option.
/// </remarks>
internal sealed partial class TreeManifest
{
    private const string RootLine = "d755 - .";

    private TreeManifest(byte[] text, string[] lines, string digest) => (Text, Lines, Digest) = (text, lines, digest);

    /// <summary>The lines as UTF-8, each with a line end.</summary>
    public byte[] Text { get; }

    /// <summary>The lines, in order.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>SHA-256 of the text in 64 hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>The manifest of a checked tree.</summary>
    public static TreeManifest Create(IEnumerable<SyncFile> files)
    {
        var sorted = files.Select(Line).Prepend(RootLine).Select(l => (Text: l, Bytes: Encoding.UTF8.GetBytes(l + "\n"))).ToArray();
        Array.Sort(sorted, (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        var text = new byte[sorted.Sum(l => l.Bytes.Length)];
        var end = 0;
        foreach (var (_, bytes) in sorted)
        {
            bytes.CopyTo(text, end);
            end += bytes.Length;
        }

        return new TreeManifest(text, [.. sorted.Select(l => l.Text)], Convert.ToHexStringLower(SHA256.HashData(text)));
    }

    /// <summary>Reads a manifest that a host or our own memory has kept; null when it is not the one of that digest.</summary>
    public static TreeManifest? TryParse(byte[] text, string digest)
    {
        if (Convert.ToHexStringLower(SHA256.HashData(text)) != digest)
        {
            return null;
        }

        var lines = Encoding.UTF8.GetString(text).Split('\n')[..^1];
        return lines.Length > 0 && Array.TrueForAll(lines, IsLine) ? new TreeManifest(text, lines, digest) : null;
    }

    /// <summary>Whether it is a digest as trees are named by.</summary>
    public static bool IsDigest([NotNullWhen(true)] string? text) => text is not null && DigestForm().IsMatch(text);

    /// <summary>The line of an entry.</summary>
    public static string Line(SyncFile file) => $"{Letter(file.Kind)}{Convert.ToString(file.Mode, 8)} {Hash(file)} ./{file.Path}";

    /// <summary>The path that a line is about.</summary>
    public static string PathOf(string line) => line == RootLine ? "." : line[(line.IndexOf(' ', line.IndexOf(' ') + 1) + 3)..];

    /// <summary>Kind, mode and hash of a line.</summary>
    public static string ContentOf(string line) => line[..line.IndexOf(' ', line.IndexOf(' ') + 1)];

    private static bool IsLine(string line) => LineForm().IsMatch(line) && !PathOf(line).Split('/').Contains("..");

    private static string Hash(SyncFile file) => file.Kind switch
    {
        TreeEntryKind.File => file.Hash!,
        TreeEntryKind.Link => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.LinkTarget!))),
        _ => "-",
    };

    private static char Letter(TreeEntryKind kind) => kind switch
    {
        TreeEntryKind.File => 'f',
        TreeEntryKind.Link => 'l',
        _ => 'd',
    };

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex DigestForm();

    [GeneratedRegex(@"^(?:[fl][0-7]+ [0-9a-f]{64} \./[^/].*|d[0-7]+ - \.(?:/[^/].*)?)\z")]
    private static partial Regex LineForm();
}
