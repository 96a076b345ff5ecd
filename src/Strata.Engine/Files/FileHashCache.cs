using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Files;

/// <summary>SHA-256 of files, remembered as long as the file system says that a file is the same: path, size, times, inode and mode.</summary>
/// <remarks>
/// A file that changed just before it was hashed could change again within the same tick of the file system's clock, unseen: its hash is used
/// but not kept. Several processes may use one file; the last that writes it wins, and what the others found is hashed again.
/// </remarks>
public sealed class FileHashCache
{
    // Four bytes each: what it is, and the version of the format.
    private const ulong Magic = 0x5354_5248_0000_0001;
    private const int HashLength = 32;
    private const int MostUnused = 20_000;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, Entry> _known;
    private readonly ConcurrentDictionary<string, Entry> _used = new(StringComparer.Ordinal);
    private int _isChanged;

    private FileHashCache(string path, TimeProvider clock, Dictionary<string, Entry> known) => (_path, _clock, _known) = (path, clock, known);

    /// <summary>Opens a cache; a missing, damaged or unreadable file is an empty one.</summary>
    /// <param name="path">The cache's file.</param>
    /// <param name="clock">Tells which files are still warm; null for the machine's.</param>
    public static FileHashCache Open(string path, TimeProvider? clock = null)
    {
        Dictionary<string, Entry>? known = null;
        try
        {
            known = Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // All is hashed anew.
        }

        return new FileHashCache(path, clock ?? TimeProvider.System, known ?? []);
    }

    /// <summary>The hash of a file's content, in lower-case hexadecimal digits.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal async ValueTask<string> HashAsync(ContextFile file, CancellationToken cancellation)
    {
        if (Find(file) is { } known)
        {
            return known;
        }

        // A file that is written while we read it is read again; if that goes on, what was read last stands.
        var status = file.Status;
        for (var attempt = 1; ; attempt++)
        {
            var start = _clock.GetUtcNow();
            byte[] hash;
            await using (var content = new FileStream(file.Place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
            {
                hash = await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false);
            }

            var now = FileStatus.Find(file.Place);
            if (now == status || attempt == 3)
            {
                if (now == status && IsSettled(status, start))
                {
                    _used[file.Path] = new Entry(status, hash);
                    _isChanged = 1;
                }

                return Convert.ToHexStringLower(hash);
            }

            status = now ?? status;
        }
    }

    /// <summary>The remembered hash; null when the file has to be read.</summary>
    internal string? Find(ContextFile file)
    {
        if (!_used.TryGetValue(file.Path, out var entry))
        {
            if (!_known.TryGetValue(file.Path, out entry) || entry.Status != file.Status)
            {
                return null;
            }

            _used.TryAdd(file.Path, entry);
        }

        return entry.Status == file.Status ? Convert.ToHexStringLower(entry.Hash) : null;
    }

    /// <summary>Writes what was learned, if anything; a place that cannot be written to costs only time.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _isChanged, 0) == 0)
        {
            return;
        }

        try
        {
            await AtomicFile.WriteAsync(_path, Render(), isPrivate: false, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only clone: the next call hashes again.
        }
    }

    private static bool IsSettled(FileStatus status, DateTimeOffset now)
    {
        var limit = (now - DateTimeOffset.UnixEpoch - Settled).Ticks * 100;
        return status.Modified < limit && status.Changed < limit;
    }

    private static Dictionary<string, Entry>? Parse(byte[] bytes)
    {
        if (bytes.Length < sizeof(ulong) + HashLength || !SHA256.HashData(bytes.AsSpan(..^HashLength)).AsSpan().SequenceEqual(bytes.AsSpan(^HashLength..)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - HashLength), Encoding.UTF8);
        if (reader.ReadUInt64() != Magic)
        {
            return null;
        }

        var count = reader.ReadInt32();
        var known = new Dictionary<string, Entry>(count, StringComparer.Ordinal);
        for (; count > 0; count--)
        {
            var path = reader.ReadString();
            var status = new FileStatus(reader.ReadUInt32(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadUInt64());
            known[path] = new Entry(status, reader.ReadBytes(HashLength));
        }

        return known;
    }

    // Files that this call did not ask for stay: it may have been about a few images only.
    private byte[] Render()
    {
        var unused = _known.Where(k => !_used.ContainsKey(k.Key)).ToArray();
        var kept = _used.ToArray().Concat(unused.Length > MostUnused ? [] : unused).ToArray();
        var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(kept.Length);
        foreach (var (path, (status, hash)) in kept)
        {
            writer.Write(path);
            writer.Write(status.Mode);
            writer.Write(status.Size);
            writer.Write(status.Modified);
            writer.Write(status.Changed);
            writer.Write(status.Inode);
            writer.Write(hash);
        }

        writer.Flush();
        writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        writer.Flush();
        return content.ToArray();
    }

    private sealed record Entry(FileStatus Status, byte[] Hash);
}
