using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Engine.Sync;

/// <summary>What a tree holds, one line for each entry, in the order of the lines' bytes; its digest is the tree's name.</summary>
/// <remarks>
/// A line is kind and mode, hash, path: <c>f644 6dcd... ./a/b</c>, <c>l777 (hash of the target) ./link</c>, <c>d755 - ./a</c>. A host reads it with
/// sed, sort and uniq: no name has a line end, and each begins with "./", so that none is taken for an option.
/// </remarks>
internal sealed class TreeManifest
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
        string[] lines = [RootLine, .. files.Select(Line)];
        Array.Sort(lines, Compare);
        var text = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        return new TreeManifest(text, lines, Convert.ToHexStringLower(SHA256.HashData(text)));
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
    public static bool IsDigest([NotNullWhen(true)] string? text) => text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");

    /// <summary>The order of lines: as of their bytes in UTF-8.</summary>
    public static int Compare(string a, string b)
    {
        var at = a.AsSpan().CommonPrefixLength(b);
        if (at == a.Length || at == b.Length)
        {
            return a.Length - b.Length;
        }

        // What takes two places in UTF-16 is more than all else.
        var (x, y) = (a[at], b[at]);
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x - y : char.IsSurrogate(x) ? 1 : -1;
    }

    /// <summary>The line of an entry.</summary>
    public static string Line(SyncFile file) => $"{Letter(file.Kind)}{Convert.ToString(file.Mode, 8)} {Hash(file)} ./{file.Path}";

    /// <summary>The path that a line is about.</summary>
    public static string PathOf(string line) => line == RootLine ? "." : line[(EndOfContent(line) + 3)..];

    /// <summary>Kind, mode and hash of a line.</summary>
    public static string ContentOf(string line) => line[..EndOfContent(line)];

    /// <summary>The hash of a line.</summary>
    public static string HashOf(string line) => line.Split(' ', 3)[1];

    private static bool IsLine(string line) =>
        line == RootLine || (line.Length > 0 && line.AsSpan(1).IndexOf(' ') is > 0 and var mode && !line.AsSpan(1, mode).ContainsAnyExceptInRange('0', '7')
            && IsContent(line, line.AsSpan(mode + 2)) && (!line.Contains("..", StringComparison.Ordinal) || !PathOf(line).Split('/').Contains("..")));

    /// <summary>Whether hash and path are what a line of its kind has.</summary>
    private static bool IsContent(string line, ReadOnlySpan<char> text)
    {
        var hash = line[0] switch { 'f' or 'l' => 64, 'd' => 1, _ => text.Length };
        return text.Length > hash + 3 && text[hash..].StartsWith(" ./", StringComparison.Ordinal) && text[hash + 3] != '/'
            && (hash == 1 ? text[0] == '-' : !text[..hash].ContainsAnyExcept("0123456789abcdef"));
    }

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

    private static int EndOfContent(string line) => line.IndexOf(' ', line.IndexOf(' ') + 1);
}
