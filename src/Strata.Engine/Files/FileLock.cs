namespace Strata.Engine.Files;

/// <summary>A lock that all processes of this machine see; the kernel lets it go when its holder ends, however it ends.</summary>
public sealed class FileLock : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // What the system says of a file that another one has open: EAGAIN of Linux, of macOS, and Windows' sharing violation.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or says that another one holds it.</summary>
    /// <param name="path">The lock's file; it and its directory are made, and the file stays.</param>
    /// <param name="purpose">What others read while they wait: <c>starting the private engine</c>.</param>
    /// <returns>The lock, or null when it is held.</returns>
    /// <exception cref="StrataException">It cannot be taken, as on a full disk or without the right to write (exit code 4).</exception>
    public static FileLock? TryTake(string path, string purpose)
    {
        FileStream file;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);

            // On Unix no share at all means flock(2), which goes with the process.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (Held.Contains(held.HResult))
        {
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException(ExitCode.Unreachable, new Problem(
                $"lock '{path}'", $"it cannot be taken: {refused.Message.TrimEnd('.')}", "make room for it, or let this user write there"));
        }
        try
        {
            // Beside, since nobody else can open the locked file.
            File.WriteAllText(HolderFile(path), $"process {Environment.ProcessId}, {purpose}");
        }
        catch (IOException)
        {
            // Somebody reads it just now: people then see the last holder's name, the lock is ours all the same.
        }
        return new FileLock(file);
    }

    /// <summary>Waits until the lock is ours.</summary>
    /// <param name="path">The lock's file; it and its directory are made, and the file stays.</param>
    /// <param name="purpose">What others read while they wait.</param>
    /// <param name="onWait">Called once, with who holds it, when we have to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StrataException">It cannot be taken, as on a full disk or without the right to write (exit code 4).</exception>
    public static async Task<FileLock> TakeAsync(string path, string purpose, Action<string>? onWait, CancellationToken cancellation)
    {
        for (var told = false; ; told = true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryTake(path, purpose) is { } taken)
            {
                return taken;
            }
            if (!told)
            {
                onWait?.Invoke(Holder(path) ?? "another process");
            }
            await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Who took the lock last: process and purpose; null when nobody ever did.</summary>
    public static string? Holder(string path)
    {
        try
        {
            return File.ReadAllText(HolderFile(path)) is { Length: > 0 } text ? text : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Lets go.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Lets go.</summary>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static string HolderFile(string path) => path + ".holder";
}
