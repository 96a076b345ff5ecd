using System.Text;

namespace Strata.Engine.Sync;

/// <summary>What turns the tree that a host has into the one that it is to have.</summary>
internal sealed class TreeChanges
{
    private TreeChanges(string control, IReadOnlyList<SyncFile> entries, IReadOnlyList<(SyncFile File, string From)> moved) =>
        (Control, Entries, Moved) = (Encoding.UTF8.GetBytes(control), entries, moved);

    /// <summary>Lines of manifests, marked: '-' goes, '+' comes, '=' stays in the manifest but has to come again.</summary>
    public byte[] Control { get; }

    /// <summary>What is sent, directories before what is in them.</summary>
    public IReadOnlyList<SyncFile> Entries { get; }

    /// <summary>Files that the host has under another path of the base: they are linked there, not sent.</summary>
    public IReadOnlyList<(SyncFile File, string From)> Moved { get; }

    /// <summary>Compares two trees.</summary>
    /// <param name="tree">The tree that is wanted, by path.</param>
    /// <param name="wanted">Its manifest.</param>
    /// <param name="base">What the host has.</param>
    public static TreeChanges Find(IReadOnlyDictionary<string, SyncFile> tree, TreeManifest wanted, SyncBase @base)
    {
        var had = new HashSet<string>(@base.Manifest?.Lines ?? [], StringComparer.Ordinal);
        var coming = new List<(char Mark, string Path, string Line)>();
        foreach (var line in wanted.Lines)
        {
            if (!had.Remove(line))
            {
                coming.Add(('+', TreeManifest.PathOf(line), line));
            }
            else if (@base.IsBroken(line))
            {
                coming.Add(('=', TreeManifest.PathOf(line), line));
            }
        }

        // What is left of the base goes. A path of the base is linked from once: no two paths of a tree are one file, as they would be
        // one in the image too.
        var goes = had.Where(l => @base.CanBeLinked && l[0] == 'f').ToLookup(TreeManifest.ContentOf, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<string>(g.Select(TreeManifest.PathOf).Order(StringComparer.Ordinal)), StringComparer.Ordinal);
        var entries = new List<SyncFile>();
        var moved = new List<(SyncFile, string)>();
        coming.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        foreach (var (mark, path, line) in coming.Where(c => c.Path != "."))
        {
            if (mark == '+' && goes.TryGetValue(TreeManifest.ContentOf(line), out var sources) && sources.TryDequeue(out var from))
            {
                moved.Add((tree[path], from));
            }
            else
            {
                entries.Add(tree[path]);
            }
        }

        if (@base.Manifest is null)
        {
            // All comes, so this is the manifest itself: it stays in its own order.
            return new TreeChanges(string.Concat(wanted.Lines.Select(l => $"+{l}\n")), entries, moved);
        }

        var control = new StringBuilder();
        foreach (var line in had.Order(StringComparer.Ordinal))
        {
            control.Append('-').Append(line).Append('\n');
        }

        foreach (var (mark, _, line) in coming)
        {
            control.Append(mark).Append(line).Append('\n');
        }

        return new TreeChanges(control.ToString(), entries, moved);
    }
}
