using System.Collections.Immutable;
using Strata.Engine.Files;
using Strata.Planning;

namespace Strata.Engine.Records;

/// <summary>What is remembered of images that were built: a file of JSON lines per image, to which processes of this machine append.</summary>
/// <remarks>
/// Never an error: a line that is torn, damaged or of another version is dropped, which costs a build at most. Whether an image is still there is
/// not known here.
/// </remarks>
/// <param name="directory">The folder of the files; absolute, made when missing.</param>
/// <param name="warn">Hears once, for people, that something was dropped; lower case, no full stop.</param>
/// <param name="copy">Gets every line that is added, for records that are shared elsewhere too; null for none.</param>
public sealed class RecordLog(string directory, Action<string>? warn = null, Func<string, ReadOnlyMemory<byte>, CancellationToken, Task>? copy = null)
{
    private const int Kept = 16;
    private const int MostLines = 64;
    private const int SmallFile = 1 << 16;

    // Of fewer bytes there are not that many lines.
    private const int FewLines = MostLines * 256;

    private int _warned;

    /// <summary>The records of an image, newest first.</summary>
    public async Task<ImmutableArray<BuildRecord>> ReadAsync(string image, CancellationToken cancellation)
    {
        var (records, isWhole) = Parse(ReadFile(image), image);
        if (!isWhole)
        {
            // Perhaps somebody writes just now.
            (records, isWhole) = Parse(await ReadLockedAsync(image, cancellation).ConfigureAwait(false), image);
            if (!isWhole)
            {
                Warn($"what is remembered of earlier builds is damaged or newer than this program ({PathOf(image)}); that part is dropped");
            }
        }

        records.Reverse();
        return [.. records];
    }

    /// <summary>The records of images, newest first; an image without any is left out.</summary>
    public async Task<ImmutableDictionary<string, ImmutableArray<BuildRecord>>> ReadAsync(IEnumerable<string> images, CancellationToken cancellation)
    {
        var all = ImmutableDictionary.CreateBuilder<string, ImmutableArray<BuildRecord>>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            if (await ReadAsync(image, cancellation).ConfigureAwait(false) is { IsEmpty: false } records)
            {
                all[image] = records;
            }
        }

        return all.ToImmutable();
    }

    /// <summary>Adds records; a state folder that cannot be written to is a warning.</summary>
    public async Task AppendAsync(IReadOnlyCollection<BuildRecord> records, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(directory);
            using var gate = await LockAsync(cancellation).ConfigureAwait(false);
            foreach (var record in records)
            {
                await AppendLockedAsync(record, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            var names = string.Join(", ", records.Select(r => $"'{r.Image}'"));
            Warn($"{names} cannot be remembered: {refused.Message.TrimEnd('.')}");
        }
    }

    private async Task AppendLockedAsync(BuildRecord record, CancellationToken cancellation)
    {
        var line = RecordLine.Write(record);
        long length;
        await using (var file = new FileStream(PathOf(record.Image), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0))
        {
            // A torn line must not take the next one with it.
            var isTorn = file.Length > 0 && LastByte(file) != '\n';
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync((byte[])[.. isTorn ? "\n"u8 : [], .. line], cancellation).ConfigureAwait(false);
            length = file.Length;
        }

        if (copy is not null)
        {
            await copy(record.Image, line, cancellation).ConfigureAwait(false);
        }

        if (length > FewLines)
        {
            await CompactAsync(PathOf(record.Image), record.Image, cancellation).ConfigureAwait(false);
        }
    }

    private string PathOf(string image) => Path.Combine(directory, image + ".jsonl");

    private async Task<FileLock> LockAsync(CancellationToken cancellation)
    {
        try
        {
            return await FileLock.TakeAsync(Path.Combine(directory, ".lock"), "writing down what was built", null, cancellation).ConfigureAwait(false);
        }
        catch (StrataException refused)
        {
            // Of a disk that is full here; a host that is lost is something else.
            throw new IOException(refused.Problems[0].What, refused);
        }
    }

    private byte[] ReadFile(string image)
    {
        try
        {
            return File.ReadAllBytes(PathOf(image));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Warn($"what is remembered of earlier builds cannot be read: {refused.Message.TrimEnd('.')}");
            return [];
        }
    }

    private async Task<byte[]> ReadLockedAsync(string image, CancellationToken cancellation)
    {
        try
        {
            using var gate = await LockAsync(cancellation).ConfigureAwait(false);
            return ReadFile(image);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A folder that nobody may write to has no writers either.
            return ReadFile(image);
        }
    }

    /// <summary>Oldest first, and whether every line was one.</summary>
    private static (List<BuildRecord> Records, bool IsWhole) Parse(ReadOnlyMemory<byte> content, string image)
    {
        var records = new List<BuildRecord>();
        var isWhole = true;
        while (!content.IsEmpty)
        {
            var end = content.Span.IndexOf((byte)'\n');
            var line = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            if (!line.IsEmpty)
            {
                var record = RecordLine.Read(line, image);
                isWhole &= record is not null;
                if (record is not null)
                {
                    records.Add(record);
                }
            }
        }

        return (records, isWhole);
    }

    private async Task CompactAsync(string path, string image, CancellationToken cancellation)
    {
        var content = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        var lines = content.AsSpan().Count((byte)'\n');
        if (lines <= MostLines && (content.Length <= SmallFile || lines <= Kept * 2))
        {
            return;
        }

        var newest = Parse(content, image).Records.AsEnumerable().Reverse().DistinctBy(r => r.Digest).Take(Kept).Reverse();
        await Hosts.AtomicFile.WriteAsync(path, newest.SelectMany(RecordLine.Write).ToArray(), isPrivate: false, cancellation).ConfigureAwait(false);
    }

    private static int LastByte(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }

    private void Warn(string text)
    {
        if (Interlocked.Exchange(ref _warned, 1) == 0)
        {
            warn?.Invoke(text);
        }
    }
}
