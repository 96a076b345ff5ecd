namespace Strata.Engine.Hosts;

/// <summary>Why a host cannot be connected to, in the same words for every transport.</summary>
/// <param name="Target">What the user calls it.</param>
/// <param name="Known">Its name in known_hosts.</param>
internal sealed record SshProblem(SshTarget Target, string Known)
{
    /// <summary>The key is another one than the one that is known.</summary>
    internal Problem KeyChanged() => Because(
        "its host key is not the one that is known: somebody may be in between",
        $"if the host was set up anew: ssh-keygen -R {ShellQuote.Quote(Known)}, then compare its fingerprint with 'ssh {Target.Destination}'");

    /// <summary>No key is known.</summary>
    internal Problem KeyUnknown() => Because(
        "its host key is not known", $"compare its fingerprint with 'ssh {Target.Destination}' at a terminal; in CI put the key into known_hosts from a secret");

    /// <summary>The key is one that must not be trusted.</summary>
    internal Problem KeyRevoked() => Because("its host key is marked as revoked", "connect to no host that shows it");

    /// <summary>No key of ours opens it.</summary>
    internal Problem LoginRefused(string user) => Because($"refuses the login of '{user}' with any of the keys", "ssh-copy-id your key to it, or ssh-add the one that it knows");

    /// <summary>The name is no machine's.</summary>
    internal Problem NoSuchHost(string host) => Because($"there is no host '{host}'", "check its name, or the Host entry of your ssh config");

    /// <summary>Too many are logging in.</summary>
    internal Problem Busy() => Because("drops new connections", "see MaxStartups of its sshd and its log");

    /// <summary>What is on the way does not lead there.</summary>
    internal Problem NoWay(string way, string said) => Other($"cannot be connected to through its {way}", said);

    /// <summary>We are in, and our line does not run.</summary>
    internal Problem NoShell(string? said) => Because("its login shell runs no command of ours", "see what 'ssh HOST true' says", said);

    /// <summary>Anything else.</summary>
    internal Problem Other(string what, string? said = null) => Because(what, $"see whether 'ssh {Target.Destination}' works", said);

    private Problem Because(string what, string next, string? excerpt = null) => new(Target.ToString(), what, next, excerpt);
}
