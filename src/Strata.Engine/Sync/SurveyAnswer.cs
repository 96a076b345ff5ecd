using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Strata.Engine.Sync;

/// <summary>What a host has that a tree can be made from.</summary>
/// <param name="Root">Where our folder is on the host; absolute.</param>
/// <param name="HasZstd">The host can unpack zstd.</param>
/// <param name="IsReady">The very tree is there.</param>
/// <param name="Base">What else there is; <see cref="SyncBase.None"/> when the tree is ready.</param>
internal sealed record SurveyAnswer(string Root, bool HasZstd, bool IsReady, SyncBase Base)
{
    /// <summary>Reads what the host's script wrote; null when that is not an answer.</summary>
    /// <param name="compressed">The script's output.</param>
    public static SurveyAnswer? TryParse(Stream compressed)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(compressed, CompressionMode.Decompress), new UTF8Encoding(false));
            return Read(reader);
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or OverflowException)
        {
            return null;
        }
    }

    private static SurveyAnswer? Read(TextReader reader)
    {
        var (root, hasZstd, isReady) = ("", false, false);
        var (digest, left) = (default(string), default(string));
        var broken = new List<int>();
        TreeManifest? manifest = null;
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ', 2);
            switch (words[0])
            {
                case "at":
                    root = words[1];
                    break;
                case "zstd":
                    hasZstd = true;
                    break;
                case "ready":
                    isReady = true;
                    break;
                case "tree":
                    digest = words[1];
                    break;
                case "left":
                    (left, digest) = (words[1].Split(' ')[0], words[1].Split(' ')[1]);
                    break;
                case "broken":
                    broken.Add(int.Parse(words[1], NumberStyles.None, CultureInfo.InvariantCulture));
                    break;
                case "manifest":
                    manifest = ReadManifest(reader, int.Parse(words[1], NumberStyles.None, CultureInfo.InvariantCulture), digest);
                    break;
            }
        }

        // A manifest that is none, or not of that digest, is as good as nothing.
        var found = manifest is null || (left is not null && !IsName(left)) ? SyncBase.None
            : left is null ? SyncBase.Tree(manifest)
            : SyncBase.Left(manifest, left, broken);
        return root.StartsWith('/') ? new SurveyAnswer(root, hasZstd, isReady, found) : null;
    }

    private static TreeManifest? ReadManifest(TextReader reader, int count, string? digest)
    {
        var text = new StringBuilder();
        for (; count > 0 && reader.ReadLine() is { } line; count--)
        {
            text.Append(line).Append('\n');
        }

        return TreeManifest.IsDigest(digest) ? TreeManifest.TryParse(Encoding.UTF8.GetBytes(text.ToString()), digest) : null;
    }

    private static bool IsName(string text) => text.Length is > 0 and < 64 && text.All(char.IsAsciiLetterOrDigit);
}
