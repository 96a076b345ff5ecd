namespace Strata.Engine.Hosts;

/// <summary>Writes whole files: a reader sees the old content or the new, never a part, also after a power cut.</summary>
public static class AtomicFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Public = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes beside the place, flushes to the disk and renames; makes the directory. Mode 0600 when private, else 0644.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation)
    {
        var place = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(place)!;
        Directory.CreateDirectory(directory);
        var beside = Path.Combine(directory, $".{Path.GetFileName(place)}.{Path.GetRandomFileName()}.tmp");
        try
        {
            await using (var file = new FileStream(beside, Options(isPrivate)))
            {
                await file.WriteAsync(content, cancellation).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, place, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>The same for text, in UTF-8 without a byte order mark.</summary>
    public static Task WriteAsync(string path, string text, bool isPrivate, CancellationToken cancellation) =>
        WriteAsync(path, System.Text.Encoding.UTF8.GetBytes(text), isPrivate, cancellation);

    private static FileStreamOptions Options(bool isPrivate)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = isPrivate ? Private : Public;
        }
        return options;
    }
}
