using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>How a host is connected to; all else comes from the user's own ssh config.</summary>
public sealed record SshOptions
{
    /// <summary>The OpenSSH client, a path or a name on PATH; other transports ask it for the settings when it is there.</summary>
    public string Program { get; init; } = "ssh";

    /// <summary>Words for the client before all of ours, such as <c>-F file</c>.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>
    /// Where trees and state are kept on the host, absolute or relative to the user's home: in <c>strata</c> below it, unless that is its own name; null for
    /// <c>.cache/strata</c> there.
    /// </summary>
    public string? State { get; init; }

    /// <summary>A person sits at the terminal and may be asked whether a host that was never seen is the right one.</summary>
    public bool MayAsk { get; init; }

    /// <summary>Makes the transport of one connection; null for the OpenSSH client.</summary>
    public Func<SshTarget, SshOptions, ISshTransport>? Transport { get; init; }
}
