using System.Collections.Immutable;
using System.Net.Sockets;
using Renci.SshNet;
using Renci.SshNet.Common;
using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>SSH.NET: needs no ssh client on this machine; keys of files and agents, known_hosts, and jump hosts, as the user's ssh config says.</summary>
/// <param name="target">The host.</param>
/// <param name="options">What is said of it.</param>
public sealed class SshNetTransport(SshTarget target, SshOptions options) : ISshTransport
{
    private SshRoute? _route;

    /// <inheritdoc/>
    public async Task<int> ConnectAsync(SshSession first, CancellationToken cancellation)
    {
        _route = await SshRoute.OpenAsync(target, options, cancellation).ConfigureAwait(false);
        try
        {
            return await LibrarySession.RunAsync(_route.Client, first, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await _route.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<SshRefusedException> ExplainAsync(int exitCode, ImmutableArray<string> said, CancellationToken cancellation)
    {
        var settings = await SshSettings.FindAsync(target, options, cancellation).ConfigureAwait(false);
        return new SshRefusedException(new SshProblem(target, settings.KnownName).NoShell(said.LastOrDefault()));
    }

    /// <inheritdoc/>
    public Task<int> RunAsync(SshSession session, CancellationToken cancellation) =>
        LibrarySession.RunAsync(_route?.Client ?? throw new InvalidOperationException("the transport is not connected"), session, cancellation);

    /// <inheritdoc/>
    public Task<string?> ForwardAsync(string destination, CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _route?.DisposeAsync() ?? ValueTask.CompletedTask;
}
