using System.Text;

namespace Strata.Engine.Sync;

/// <summary>What turns the tree that a host has into the one that it is to have.</summary>
internal sealed class TreeChanges
{
    private static readonly SyncFile Root = SyncFile.Directory(".", 0x1ED);

    private TreeChanges(
        string control, IReadOnlyList<SyncFile> entries, IReadOnlyList<FilePatch> patches, IReadOnlyList<(SyncFile File, string From)> moved, IReadOnlyList<SyncFile> touched) =>
        (Control, Entries, Patches, Moved, Touched) = (Encoding.UTF8.GetBytes(control), entries, patches, moved, touched);

    /// <summary>
    /// Lines of manifests in their order, marked: '-' goes, '~' goes and its path comes again, '+' comes, '=' stays in the manifest but has to come
    /// again; of patches: '@'; and directories of what is made last: '!'.
    /// </summary>
    public byte[] Control { get; }

    /// <summary>What is sent, directories before what is in them.</summary>
    public IReadOnlyList<SyncFile> Entries { get; }

    /// <summary>Files of which the host has an older version, under the same path: only their changed blocks are sent.</summary>
    public IReadOnlyList<FilePatch> Patches { get; }

    /// <summary>Files that the host has under another path of the base: they are linked there, not sent.</summary>
    public IReadOnlyList<(SyncFile File, string From)> Moved { get; }

    /// <summary>Directories that come or in which something comes or goes, the root as ".", and those in a directory before it.</summary>
    public IReadOnlyList<SyncFile> Touched { get; }

    /// <summary>Compares two trees.</summary>
    /// <param name="tree">The tree that is wanted, by path.</param>
    /// <param name="wanted">Its manifest.</param>
    /// <param name="base">What the host has.</param>
    /// <param name="blocks">What blocks of large files are, and were.</param>
    public static TreeChanges Find(IReadOnlyDictionary<string, SyncFile> tree, TreeManifest wanted, SyncBase @base, BlockMemory blocks)
    {
        var lines = new List<(char Mark, string Line)>();
        var goes = new List<string>();
        var comes = new List<(string Path, string Line, bool IsNew)>();

        // Both are in order: one walk, and what differs is in order too.
        var (had, next) = (@base.Manifest?.Lines ?? [], 0);
        foreach (var line in wanted.Lines)
        {
            var order = -1;
            for (; next < had.Count && (order = TreeManifest.Compare(had[next], line)) < 0; next++)
            {
                Goes(had[next]);
            }

            if (next < had.Count && order == 0)
            {
                next++;
                if (@base.IsBroken(line))
                {
                    Comes('=', line);
                }
            }
            else
            {
                Comes('+', line);
            }
        }

        for (; next < had.Count; next++)
        {
            Goes(had[next]);
        }

        // A path of the base is linked from once: no two paths of a tree are one file, as they would be one in the image too.
        var gone = goes.Where(l => @base.CanBeLinked && l[0] == 'f').ToArray();
        var sources = gone.GroupBy(TreeManifest.ContentOf, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<string>(g.Select(TreeManifest.PathOf).Order(StringComparer.Ordinal)), StringComparer.Ordinal);
        var older = new Lazy<Dictionary<string, string>>(() => gone.ToDictionary(TreeManifest.PathOf, TreeManifest.HashOf, StringComparer.Ordinal));
        var entries = new List<SyncFile>();
        var patches = new List<FilePatch>();
        var moved = new List<(SyncFile, string)>();
        comes.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        foreach (var (path, line, isNew) in comes.Where(c => c.Path != "."))
        {
            var file = tree[path];
            if (isNew && sources.TryGetValue(TreeManifest.ContentOf(line), out var same) && same.TryDequeue(out var from))
            {
                moved.Add((file, from));
            }
            else if (file.Size >= FileBlocks.Large && older.Value.TryGetValue(path, out var old) && blocks.Compare(file, old) is { } patch)
            {
                patches.Add(patch);
            }
            else
            {
                entries.Add(file);
            }
        }

        var replaced = entries.Where(e => e.Kind == TreeEntryKind.File).Select(e => e.Path).ToHashSet(StringComparer.Ordinal);
        var control = new StringBuilder();
        foreach (var (mark, line) in lines)
        {
            control.Append(mark == '-' && line[0] == 'f' && replaced.Contains(TreeManifest.PathOf(line)) ? '~' : mark).Append(line).Append('\n');
        }

        foreach (var patch in patches)
        {
            patch.WriteTo(control);
        }

        // Patches are applied when all is unpacked, and busybox makes links when it has unpacked the rest.
        var late = patches.Select(p => p.File).Concat(moved.Select(m => m.Item1)).Concat(entries.Where(e => e.Kind == TreeEntryKind.Link));
        foreach (var directory in late.Select(f => Parent(f.Path)).Distinct(StringComparer.Ordinal))
        {
            control.Append(directory == "." ? "!" : "!./").Append(directory).Append('\n');
        }

        var touched = goes.Select(TreeManifest.PathOf).Concat(comes.Select(c => c.Path)).Select(Parent).ToHashSet(StringComparer.Ordinal);
        touched.UnionWith(comes.Where(c => c.Line[0] == 'd').Select(c => c.Path));
        var directories = touched.Select(p => p == "." ? Root : tree.GetValueOrDefault(p)).OfType<SyncFile>().Where(d => d.Kind == TreeEntryKind.Directory);
        return new TreeChanges(control.ToString(), entries, patches, moved, [.. directories.OrderByDescending(d => d == Root ? "" : d.Path, StringComparer.Ordinal)]);

        static string Parent(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : ".";

        void Goes(string line)
        {
            lines.Add(('-', line));
            goes.Add(line);
        }

        void Comes(char mark, string line)
        {
            lines.Add((mark, line));
            comes.Add((TreeManifest.PathOf(line), line, mark == '+'));
        }
    }
}
