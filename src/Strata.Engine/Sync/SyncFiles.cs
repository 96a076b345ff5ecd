using Strata.Engine.Files;

namespace Strata.Engine.Sync;

/// <summary>Files of the repository as a host is to have them.</summary>
public static class SyncFiles
{
    // As in the kernel: more links on one way are a circle.
    private const int MostLinks = 40;

    /// <summary>Looks up and hashes files; modes are those that fingerprints count, so that they do not depend on this machine's umask.</summary>
    /// <param name="root">The repository root on this machine; relative to the current directory.</param>
    /// <param name="paths">Relative to the root, such as <see cref="FingerprintCollector.ReadableFiles"/> says; a file that stands behind a link brings the link's target.</param>
    /// <param name="hashes">Remembers hashes of files; the caller saves it.</param>
    /// <param name="cancellation">Ends the collection.</param>
    /// <exception cref="StrataException">A file cannot be read or went meanwhile (exit code 1), or is a device or pipe (2).</exception>
    public static async Task<IReadOnlyList<SyncFile>> CollectAsync(string root, IReadOnlyDictionary<string, TreeEntryKind> paths, FileHashCache hashes, CancellationToken cancellation)
    {
        var place = Path.GetFullPath(root);
        var found = new Dictionary<string, ContextFile>(StringComparer.Ordinal);
        foreach (var (path, kind) in paths)
        {
            var file = Find(place, path) ?? throw Unreadable(path, "went while it was looked at");
            found.TryAdd(path, file);
            for (var links = 0; kind == TreeEntryKind.File && file.LinkTarget is { } target && links < MostLinks; links++)
            {
                var next = Path.GetRelativePath(place, Path.GetFullPath(target, Path.GetDirectoryName(file.Place)!)).Replace(Path.DirectorySeparatorChar, '/');

                // One that leads out of the repository is refused later, with all other names.
                if (next.StartsWith("../", StringComparison.Ordinal) || Find(place, next) is not { } behind)
                {
                    break;
                }

                found.TryAdd(next, file = behind);
            }
        }

        var files = new SyncFile[found.Count];
        await Parallel.ForEachAsync(found.Values.Select((file, i) => (file, i)), cancellation, async (item, token) => files[item.i] = await CreateAsync(item.file, hashes, token).ConfigureAwait(false)).ConfigureAwait(false);
        return files;
    }

    private static ContextFile? Find(string root, string path)
    {
        var place = Path.Combine(root, path);
        return FileStatus.Find(place) is { } status ? new ContextFile(path, place, status, status.IsLink ? new FileInfo(place).LinkTarget : null) : null;
    }

    private static async ValueTask<SyncFile> CreateAsync(ContextFile file, FileHashCache hashes, CancellationToken cancellation)
    {
        var mode = Convert.ToInt32(file.Mode, 8);
        if (file.LinkTarget is { } target)
        {
            return SyncFile.Link(file.Path, target);
        }

        if (file.Status.IsDirectory)
        {
            return SyncFile.Directory(file.Path, mode);
        }

        if (!file.Status.IsFile)
        {
            throw new StrataException(ExitCode.WrongDefinition, new Problem(file.Path, "is a device or pipe, which cannot be sent to a host", "ignore it in .dockerignore"));
        }

        try
        {
            return SyncFile.File(file.Path, mode, await hashes.HashAsync(file, cancellation).ConfigureAwait(false), file.Place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file.Path, $"cannot be read: {e.Message}");
        }
    }

    private static StrataException Unreadable(string path, string what) =>
        new(ExitCode.BuildFailed, new Problem(path, what, "make it readable, or ignore it in .dockerignore"));
}
