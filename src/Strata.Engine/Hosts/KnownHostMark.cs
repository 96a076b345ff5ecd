namespace Strata.Engine.Hosts;

/// <summary>What the key of a known_hosts line is.</summary>
internal enum KnownHostMark
{
    /// <summary>The host's own.</summary>
    None,

    /// <summary>One that signs the keys of hosts.</summary>
    Authority,

    /// <summary>One that must not be trusted.</summary>
    Revoked,
}
