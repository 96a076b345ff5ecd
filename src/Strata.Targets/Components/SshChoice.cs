namespace Strata.Targets.Components;

/// <summary>What speaks SSH to the build host.</summary>
public enum SshChoice
{
    /// <summary>The system's OpenSSH client, with all that the user's ssh config says.</summary>
    OpenSsh,

    /// <summary>SSH.NET, which needs no client; where the build program was compiled with it.</summary>
    SshNet,
}
