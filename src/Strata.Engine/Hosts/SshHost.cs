namespace Strata.Engine.Hosts;

/// <summary>A machine behind the system's OpenSSH client: one connection for all commands.</summary>
public sealed class SshHost : IBuildHost
{
    private SshHost(SshTarget target) => Name = target.ToString();

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Connects, with the user's own ssh config, agent and jump hosts.</summary>
    /// <exception cref="StrataException">The host cannot be reached, is not the one that is known, or refuses us (exit code 4).</exception>
    public static Task<SshHost> ConnectAsync(SshTarget target, SshOptions options, CancellationToken cancellation) =>
        throw new StrataException(ExitCode.Unreachable, new Problem(target.ToString(), "hosts over ssh cannot be connected to yet"));

    /// <inheritdoc/>
    public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task DeleteDirectoryAsync(string path, CancellationToken cancellation) => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
