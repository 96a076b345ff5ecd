using System.Buffers.Binary;
using System.Text;

namespace Strata.Engine.Sync;

/// <summary>What a host reads to make a tree: the script that does it, with the changes, then the archive of what it lacks, both compressed.</summary>
internal sealed class SyncStream
{
    private readonly TreeChanges _changes;
    private readonly string _project;
    private readonly Compression _compression;
    private readonly byte[] _script;

    private SyncStream(TreeChanges changes, string project, Compression compression, byte[] script) =>
        (_changes, _project, _compression, _script) = (changes, project, compression, script);

    /// <summary>Bytes written so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Prepares a stream.</summary>
    /// <param name="changes">What is sent.</param>
    /// <param name="project">Whose trees they are.</param>
    /// <param name="compression">How the archive is compressed.</param>
    /// <param name="variables">What the host's script is told.</param>
    public static SyncStream Create(TreeChanges changes, string project, Compression compression, string variables) =>
        new(changes, project, compression, Script(HostScripts.Apply(variables, changes.Control), compression == Compression.None ? Compression.Gzip : compression));

    /// <summary>A script as the host reads it from its input.</summary>
    public static byte[] Script(byte[] script, Compression compression)
    {
        var packed = Compressor.Pack(script, compression);
        return [.. Encoding.ASCII.GetBytes($"{packed.Length} {Compressor.Unpacker(compression)}\n"), .. packed];
    }

    /// <summary>The error that a file changed or went (exit code 1).</summary>
    public static StrataException Changed(SyncFile file, Exception cause) =>
        new(ExitCode.BuildFailed, new Problem(file.Path, "changed or went while it was sent to the host", "run it again"), cause);

    /// <summary>Writes all of it, in bounded memory.</summary>
    /// <exception cref="StrataException">A file cannot be read any more, or changed meanwhile (exit code 1).</exception>
    public async Task WriteAsync(Stream to, CancellationToken cancellation)
    {
        var counted = new CountingStream(to, count => Sent += count);
        await counted.WriteAsync(_script, cancellation).ConfigureAwait(false);
        using var compressor = Compressor.Create(counted, _compression);
        var tar = new TarWriter(compressor);
        foreach (var entry in _changes.Entries)
        {
            var name = $"{_project}/{entry.Path}";
            await (entry.Kind switch
            {
                TreeEntryKind.Directory => tar.DirectoryAsync(name, entry.Mode, cancellation),
                TreeEntryKind.Link => tar.LinkAsync(name, entry.LinkTarget!, cancellation),
                _ => AddFileAsync(tar, name, entry, null, cancellation),
            }).ConfigureAwait(false);
        }

        foreach (var (patch, number) in _changes.Patches.Select((p, i) => (p, i)))
        {
            await AddFileAsync(tar, $"patch.{number}", patch.File, patch, cancellation).ConfigureAwait(false);
        }

        foreach (var (file, from) in _changes.Moved)
        {
            await tar.HardLinkAsync($"{_project}/{file.Path}", $"base/{from}", file.Mode, cancellation).ConfigureAwait(false);
        }

        // Last, with what is in them before them: whatever was made in them or went has changed their times.
        foreach (var directory in _changes.Touched)
        {
            await tar.DirectoryAsync(directory.Path == "." ? _project : $"{_project}/{directory.Path}", directory.Mode, cancellation).ConfigureAwait(false);
        }

        await tar.EmptyFileAsync("used", cancellation).ConfigureAwait(false);
        await tar.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    private static async ValueTask AddFileAsync(TarWriter tar, string name, SyncFile file, FilePatch? patch, CancellationToken cancellation)
    {
        try
        {
            using var content = File.OpenHandle(file.Source!, share: FileShare.ReadWrite | FileShare.Delete);
            IReadOnlyList<(long, long)> parts = patch is null ? [(0, RandomAccess.GetLength(content))] : [.. patch.Parts()];
            await tar.FileAsync(name, file.Mode, TimeOf(file.Hash!), content, parts, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EndOfStreamException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw Changed(file, e);
        }
    }

    /// <summary>A time of years ago that follows from the content: what compares sizes and times, as BuildKit does, sees every change of it.</summary>
    private static long TimeOf(string hash) =>
        TarWriter.FixedTime + (BinaryPrimitives.ReadUInt32BigEndian(Convert.FromHexString(hash.AsSpan(0, 8))) & 0x1FFF_FFFF);
}
