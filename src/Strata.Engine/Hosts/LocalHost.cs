namespace Strata.Engine.Hosts;

/// <summary>This machine: every command runs in a session of its own, so that it can be ended with all that it started.</summary>
/// <remarks>A background process that a command leaves behind lives on when the command ends by itself, as in a shell.</remarks>
public sealed class LocalHost : IBuildHost
{
    /// <inheritdoc/>
    public string Name => "this machine";

    /// <inheritdoc/>
    public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation) =>
        LocalProcess.RunAsync(command, onLine, cancellation);

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation) =>
        AtomicFile.WriteAsync(path, content, isPrivate, cancellation);

    /// <inheritdoc/>
    public Task DeleteDirectoryAsync(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var directory = new DirectoryInfo(path);
        if (directory.Exists)
        {
            // Of a link only the link goes.
            directory.Delete(recursive: directory.LinkTarget is null);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string?> FindSocketAsync(string path, CancellationToken cancellation) => Task.FromResult<string?>(path);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
