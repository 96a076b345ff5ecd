using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Testing.Hosts;

/// <summary>A host whose commands all get some variables more; those of the command itself go first.</summary>
public sealed class EnvironmentHost(IBuildHost inner, ImmutableDictionary<string, string?> environment) : IBuildHost
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken cancellation) =>
        inner.RunAsync(command with { Environment = environment.SetItems(command.Environment) }, onLine, cancellation);

    /// <inheritdoc/>
    public Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellation) => inner.ReadFileAsync(path, cancellation);

    /// <inheritdoc/>
    public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken cancellation) =>
        inner.WriteFileAsync(path, content, isPrivate, cancellation);

    /// <inheritdoc/>
    public Task DeleteDirectoryAsync(string path, CancellationToken cancellation) => inner.DeleteDirectoryAsync(path, cancellation);

    /// <inheritdoc/>
    public Task<string?> FindSocketAsync(string path, CancellationToken cancellation) => inner.FindSocketAsync(path, cancellation);

    /// <inheritdoc />
    public Task<string?> FindPortAsync(System.Net.IPEndPoint port, CancellationToken cancellation) => inner.FindPortAsync(port, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
