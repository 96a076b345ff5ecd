namespace Strata.Engine.Hosts;

/// <summary>What known_hosts says of a key that a host shows.</summary>
public enum HostKeyTrust
{
    /// <summary>It is one of the host's.</summary>
    Known,

    /// <summary>Nothing is known of the host.</summary>
    Unknown,

    /// <summary>Only other keys of the host are known.</summary>
    Changed,

    /// <summary>It, or the authority that signed it, is marked as one that must not be trusted.</summary>
    Revoked,
}
