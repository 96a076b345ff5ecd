using System.Collections.Immutable;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Files;
using Strata.Engine.Sync;

namespace Strata.Engine.Tests.Sync;

/// <summary>A tree as it should be on a host: what stands at each path. A value; edits give another.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class LocalTree
{
    private readonly string _sources;
    private readonly ImmutableSortedDictionary<string, SyncFile> _files;

    private LocalTree(string sources, ImmutableSortedDictionary<string, SyncFile> files) => (_sources, _files) = (sources, files);

    public IReadOnlyList<SyncFile> Files => [.. _files.Values];

    /// <summary>An empty tree.</summary>
    /// <param name="sources">Where contents of files are put, by hash.</param>
    public static LocalTree Empty(string sources) => new(sources, ImmutableSortedDictionary.Create<string, SyncFile>(StringComparer.Ordinal));

    public LocalTree File(string path, string content, int mode = 0x1A4)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var source = Path.Combine(_sources, hash);
        if (!System.IO.File.Exists(source))
        {
            System.IO.File.WriteAllBytes(source, bytes);
        }

        return With(SyncFile.File(path, mode, hash, source, bytes.Length));
    }

    public LocalTree Directory(string path, int mode = 0x1ED) => With(SyncFile.Directory(path, mode));

    public LocalTree Link(string path, string target) => With(SyncFile.Link(path, target));

    public LocalTree Without(string path) =>
        new(_sources, _files.RemoveRange(_files.Keys.Where(k => k == path || k.StartsWith(path + "/", StringComparison.Ordinal)).ToArray()));

    public LocalTree Moved(string from, string to)
    {
        var moved = _files.Values.Where(f => f.Path == from || f.Path.StartsWith(from + "/", StringComparison.Ordinal)).ToArray();
        return moved.Aggregate(Without(from), (tree, file) => tree.With(Named(file, to + file.Path[from.Length..])));
    }

    /// <summary>Adds an entry; what is in its way goes.</summary>
    public LocalTree With(SyncFile file)
    {
        var files = _files;
        if (file.Kind != TreeEntryKind.Directory || !(files.TryGetValue(file.Path, out var there) && there.Kind == TreeEntryKind.Directory))
        {
            files = Without(file.Path)._files;
        }

        for (var end = file.Path.LastIndexOf('/'); end > 0; end = file.Path.LastIndexOf('/', end - 1))
        {
            if (files.TryGetValue(file.Path[..end], out var above) && above.Kind != TreeEntryKind.Directory)
            {
                files = files.Remove(file.Path[..end]);
            }
        }

        return new LocalTree(_sources, files.SetItem(file.Path, file));
    }

    /// <summary>What a directory differs in from this tree; empty when it is the same.</summary>
    public IReadOnlyList<string> DifferencesFrom(string directory)
    {
        var wrong = new List<string>();
        var expected = TreeCheck.Check(Files);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var inodes = new Dictionary<ulong, string>();
        foreach (var place in Below(directory))
        {
            var path = Path.GetRelativePath(directory, place);
            found.Add(path);
            var status = FileStatus.Find(place)!.Value;
            var actual = Describe(place, status);
            var should = expected.TryGetValue(path, out var file) ? Describe(file) : "nothing";
            if (actual != should)
            {
                wrong.Add($"'{path}' is {actual}, should be {should}");
            }

            // Two names of one file would be one file in the image too.
            if (status.IsFile && !inodes.TryAdd(status.Inode, path))
            {
                wrong.Add($"'{path}' and '{inodes[status.Inode]}' are one file");
            }
        }

        wrong.AddRange(expected.Keys.Where(k => !found.Contains(k)).Select(k => $"'{k}' lacks"));
        return wrong;
    }

    // .NET's own recursion goes through links.
    private static IEnumerable<string> Below(string directory) =>
        System.IO.Directory.EnumerateFileSystemEntries(directory)
            .SelectMany(e => FileStatus.Find(e)!.Value.IsDirectory ? Below(e).Prepend(e) : [e]);

    private static string Describe(SyncFile file) => $"{file.Kind} {Convert.ToString(file.Mode, 8)} {file.Hash}{file.LinkTarget}";

    private static string Describe(string place, FileStatus status)
    {
        var kind = status.IsFile ? TreeEntryKind.File : status.IsDirectory ? TreeEntryKind.Directory : TreeEntryKind.Link;
        var content = status.IsFile ? Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(place))) : status.IsLink ? new FileInfo(place).LinkTarget : "";
        return $"{kind} {Convert.ToString(status.Mode & 0xFFF, 8)} {content}";
    }

    private static SyncFile Named(SyncFile file, string path) => file.Kind switch
    {
        TreeEntryKind.File => SyncFile.File(path, file.Mode, file.Hash!, file.Source!, file.Size),
        TreeEntryKind.Link => SyncFile.Link(path, file.LinkTarget!),
        _ => SyncFile.Directory(path, file.Mode),
    };
}
