using System.Text;
using Strata.Engine.Files;
using Strata.Engine.Sync;
using Strata.Graph;

namespace Strata.Benchmarks;

/// <summary>A generated tree that is synced: text files of 200 to 8,000 bytes, twenty in a directory, or one large file of noise.</summary>
internal sealed class SyncTree
{
    private readonly Random _random = new(7);
    private readonly string[] _words;
    private readonly FileHashCache _hashes;
    private readonly ImageGraph _graph;

    private SyncTree(string folder, string name, int files)
    {
        (Name, Root) = (name, Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
        _hashes = FileHashCache.Open(Path.Combine(folder, name + ".hashes"));
        _words = [.. Enumerable.Range(0, 3000).Select(_ => string.Concat(Enumerable.Range(0, _random.Next(2, 10)).Select(_ => (char)('a' + _random.Next(26)))))];
        Files = files;
        File.WriteAllText(Path.Combine(Root, "Dockerfile"), "FROM scratch\nCOPY . /\n");
        _graph = ImageGraph.Create([new ImageDefinition { Name = "all", Target = "All", Dockerfile = "Dockerfile" }], new DiskFileTree(Root), Supply.Hub);
    }

    public string Name { get; }

    public string Root { get; }

    public int Files { get; }

    public static SyncTree OfFiles(string folder, int files)
    {
        var tree = new SyncTree(folder, $"{files}-files", files);
        for (var i = 0; i < files; i++)
        {
            tree.Write(i, tree._random.Next(200, 8000));
        }

        return tree;
    }

    public static SyncTree OfOneFile(string folder, long size)
    {
        var tree = new SyncTree(folder, "one-large-file", 1);
        using var file = File.Create(Path.Combine(tree.Root, "large"));
        var noise = new byte[1_000_000];
        for (var left = size; left > 0; left -= noise.Length)
        {
            tree._random.NextBytes(noise);
            file.Write(noise);
        }

        return tree;
    }

    /// <summary>Changes some files, spread over the tree; of a large file a few bytes in its middle.</summary>
    public void Change(int files)
    {
        if (Files == 1)
        {
            using var file = File.OpenWrite(Path.Combine(Root, "large"));
            file.Position = file.Length / 2;
            file.Write(Guid.NewGuid().ToByteArray());
            return;
        }

        for (var i = 0; i < files; i++)
        {
            Write(i * (Files / files), _random.Next(200, 8000));
        }
    }

    /// <summary>Walks the tree as a build does; hashes of files that did not change are known, as its fingerprints were taken before.</summary>
    public async Task<IReadOnlyList<SyncFile>> CollectAsync() =>
        [.. (await new FingerprintCollector(Root, _hashes).FilesAsync(_graph, ["all"], default)).Select(SyncFile.From)];

    private void Write(int number, int size)
    {
        var path = Path.Combine(Root, $"pkg{number / 200:000}", $"mod{number / 20 % 10}", $"file{number:00000}.py");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = new StringBuilder();
        while (text.Length < size)
        {
            text.Append(_words[_random.Next(_words.Length)]).Append(' ');
        }

        File.WriteAllText(path, text.ToString());
    }
}
