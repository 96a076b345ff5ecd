using System.Collections.Immutable;
using System.Net;

namespace Strata.Engine.Running;

/// <summary>What is the same for all containers of a call.</summary>
/// <param name="Names">The clone.</param>
public sealed record RunSettings(CloneNames Names)
{
    /// <summary>The address that ports are published at.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>How long a service may take to become healthy, and a check to end.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Variables of the caller that are set, by which services learn of external ones.</summary>
    public ImmutableHashSet<string> Variables { get; init; } = [];

    /// <summary>Ports of the engine's machine that are in use, where it is another one; null where this machine itself is asked.</summary>
    public ImmutableHashSet<int>? TakenPorts { get; init; }

    /// <summary>The call that services end with; null for services that outlive their call.</summary>
    public string? Call { get; init; }

    /// <summary>The process that removes what a verification started.</summary>
    public int Owner { get; init; } = System.Environment.ProcessId;
}
