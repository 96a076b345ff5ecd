using System.Collections.Concurrent;
using Strata.Engine.Hosts;

namespace Strata.Engine.Sync;

/// <summary>What blocks the large files have that a host was brought, by the hash of their content; losing it means that one is sent whole.</summary>
internal sealed class BlockMemory
{
    private readonly string? _path;
    private readonly SyncFile[] _files;
    private readonly ConcurrentDictionary<string, FileBlocks> _known = new(StringComparer.Ordinal);
    private Task _reading = Task.CompletedTask;

    private BlockMemory(string? path, SyncFile[] files) => (_path, _files) = (path, files);

    /// <summary>Remembers nothing.</summary>
    public static BlockMemory None { get; } = new(null, []);

    /// <summary>Opens the memory.</summary>
    /// <param name="path">Its file; null to have none.</param>
    /// <param name="files">What the tree holds that is synced now.</param>
    public static BlockMemory Open(string? path, IEnumerable<SyncFile> files)
    {
        SyncFile[] large = path is null ? [] : [.. files.Where(f => f.Size >= FileBlocks.Large)];
        var memory = large.Length == 0 ? None : new BlockMemory(path, large);
        try
        {
            foreach (var words in large.Length == 0 ? [] : File.ReadLines(path!).Select(l => l.Split(' ')))
            {
                if (words.Length == 2 && FileBlocks.TryParse(words[1]) is { } blocks)
                {
                    memory._known[words[0]] = blocks;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Large files are sent whole.
        }

        return memory;
    }

    /// <summary>What a file differs in from an older version of it; null when it is better sent whole.</summary>
    /// <param name="file">The file.</param>
    /// <param name="older">The hash of the content that it had.</param>
    public FilePatch? Compare(SyncFile file, string older) =>
        _known.TryGetValue(older, out var old) && Read(file) is { } blocks ? FilePatch.Find(file, blocks, old) : null;

    /// <summary>Reads those large files whose blocks are not known, while other things go on.</summary>
    public void StartReading() => _reading = Task.Run(() => Array.ForEach(_files, f => Read(f)));

    /// <summary>Remembers the blocks of the tree's large files, and no others.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_files.Length > 0)
            {
                var lines = _files.Select(f => f.Hash!).Distinct(StringComparer.Ordinal).Where(_known.ContainsKey).Select(h => $"{h} {_known[h]}");
                await AtomicFile.WriteAsync(_path!, string.Join('\n', lines), isPrivate: false, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Large files will be sent whole.
        }
    }

    private FileBlocks? Read(SyncFile file)
    {
        try
        {
            return _known.GetOrAdd(file.Hash!, _ => FileBlocks.Read(file.Source!));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AggregateException { InnerException: IOException })
        {
            // Who sends it will say so.
            return null;
        }
    }
}
