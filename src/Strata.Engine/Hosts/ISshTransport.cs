using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>One way to speak SSH: one connection, over which each session runs <see cref="SshSession.Line"/> in the user's login shell.</summary>
public interface ISshTransport : IAsyncDisposable
{
    /// <summary>Connects and runs the first session; with its end all others end too.</summary>
    /// <param name="first">The first session.</param>
    /// <param name="cancellation">Drops the connection.</param>
    /// <returns>The exit code of the session.</returns>
    /// <exception cref="SshRefusedException">There is no connection, and why.</exception>
    /// <exception cref="StrataException">The transport itself cannot be used (exit code 4).</exception>
    Task<int> ConnectAsync(SshSession first, CancellationToken cancellation);

    /// <summary>Why the first session ended before it said what it should.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="said">What came on its standard error.</param>
    /// <param name="cancellation">Ends the search for reasons.</param>
    Task<SshRefusedException> ExplainAsync(int exitCode, ImmutableArray<string> said, CancellationToken cancellation);

    /// <summary>Runs a session to its end.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellation">Leaves it; what runs there is not ended by that.</param>
    /// <returns>Its exit code; 255 when it was not opened, or the connection was lost.</returns>
    Task<int> RunAsync(SshSession session, CancellationToken cancellation);

    /// <summary>A socket of this machine that leads to one of the host; null when the transport has no such forwarding.</summary>
    /// <param name="destination">The socket's path, or <c>address:port</c>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">The connection is lost, or its sshd forwards nothing (exit code 4).</exception>
    Task<string?> ForwardAsync(string destination, CancellationToken cancellation);
}
