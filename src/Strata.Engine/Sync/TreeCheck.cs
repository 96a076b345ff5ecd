using System.Collections.Immutable;
using System.Text;

namespace Strata.Engine.Sync;

/// <summary>Refuses what must not or cannot stand in a tree on a host; all problems together.</summary>
internal static class TreeCheck
{
    // As in the kernel: more links on one way are a circle.
    private const int MostLinks = 40;
    private const int LongestName = 255;
    private const int LongestPath = 3000;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The files by path, with the directories above them.</summary>
    /// <exception cref="StrataException">A name, a link or two entries of one place are refused (exit code 2).</exception>
    public static Dictionary<string, SyncFile> Check(IReadOnlyList<SyncFile> files)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var tree = new Dictionary<string, SyncFile>(files.Count, StringComparer.Ordinal);
        foreach (var file in files)
        {
            if (Wrong(file.Path, LongestPath) is { } what)
            {
                problems.Add(new Problem(Shown(file.Path), $"the name {what}, so it cannot be sent to a host", "rename it, or ignore it in .dockerignore"));
            }
            else if (file.Kind == TreeEntryKind.File && !TreeManifest.IsDigest(file.Hash))
            {
                problems.Add(new Problem(file.Path, "is a device or pipe, which cannot be sent to a host", "ignore it in .dockerignore"));
            }
            else if (!tree.TryAdd(file.Path, file) && tree[file.Path] != file)
            {
                problems.Add(new Problem(file.Path, "is named twice with different content"));
            }
        }

        var lookup = tree.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var path in tree.Keys.ToArray())
        {
            AddParents(path, lookup, problems);
        }

        foreach (var link in tree.Values.Where(f => f.Kind == TreeEntryKind.Link))
        {
            if (WrongTarget(link, tree) is { } what)
            {
                problems.Add(new Problem(link.Path, $"the link to '{Shown(link.LinkTarget!)}' {what}", "make it relative and let it stay inside, or ignore it in .dockerignore"));
            }
        }

        return problems.Count == 0 ? tree : throw new StrataException(ExitCode.WrongDefinition, [.. problems.OrderBy(p => p.Place, StringComparer.Ordinal)]);
    }

    private static string? Wrong(string path, int longest)
    {
        if (path.AsSpan().ContainsAnyInRange('\0', '\x1f') || path.Contains('\x7f'))
        {
            return "has a control character, such as a line end, in it";
        }

        int length;
        try
        {
            length = Strict.GetByteCount(path);
        }
        catch (EncoderFallbackException)
        {
            return "is no valid Unicode text";
        }

        var isTooLong = length > longest;
        foreach (var range in path.AsSpan().Split('/'))
        {
            var part = path.AsSpan(range);
            if (part is "" or "." or "..")
            {
                return "is not a plain path below the root";
            }

            isTooLong |= Strict.GetByteCount(part) > LongestName;
        }

        return isTooLong ? "is too long" : null;
    }

    private static void AddParents(string path, Dictionary<string, SyncFile>.AlternateLookup<ReadOnlySpan<char>> tree, ImmutableArray<Problem>.Builder problems)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            var parent = path.AsSpan(0, end);
            if (tree.TryGetValue(parent, out var above))
            {
                if (above.Kind != TreeEntryKind.Directory)
                {
                    problems.Add(new Problem(path, $"stands below '{parent}', which is no directory"));
                }

                return;
            }

            tree[parent] = SyncFile.Directory(parent.ToString(), 0x1ED);
        }
    }

    // A link of the host's tree could be followed there by anybody: it is followed here, step by step, as a kernel would.
    private static string? WrongTarget(SyncFile link, Dictionary<string, SyncFile> tree)
    {
        if (link.LinkTarget!.Length == 0 || link.LinkTarget.Split('/').Where(p => p is not ("" or "." or "..")).Any(p => Wrong(p, LongestPath) is not null))
        {
            return "is no path that can be sent to a host";
        }

        var at = new List<string>(link.Path.Split('/')[..^1]);
        var waiting = new Stack<string>();
        var links = 0;
        var next = link.LinkTarget;
        do
        {
            if (next.StartsWith('/'))
            {
                return "is absolute";
            }

            if (++links > MostLinks)
            {
                // A circle leads nowhere, so it does not leave the tree either.
                return null;
            }

            foreach (var part in next.Split('/').Reverse())
            {
                waiting.Push(part);
            }

            if (!Follow(at, waiting, tree, out next))
            {
                return "leaves the tree";
            }
        }
        while (next is not null);
        return null;
    }

    /// <summary>Goes on until a link has to be followed or the way ends; false when it leaves the tree.</summary>
    private static bool Follow(List<string> at, Stack<string> waiting, Dictionary<string, SyncFile> tree, out string? link)
    {
        link = null;
        while (waiting.TryPop(out var part))
        {
            switch (part)
            {
                case "" or ".":
                    continue;
                case ".." when at.Count == 0:
                    return false;
                case "..":
                    at.RemoveAt(at.Count - 1);
                    continue;
            }

            if (tree.TryGetValue(string.Join('/', at.Append(part)), out var file) && file.LinkTarget is { } target)
            {
                link = target;
                return true;
            }

            at.Add(part);
        }

        return true;
    }

    private static string Shown(string path) =>
        string.Concat(path.Select(c => c < ' ' || c == '\x7f' || char.IsSurrogate(c) ? $"\\x{(int)c:x2}" : c.ToString()));
}
