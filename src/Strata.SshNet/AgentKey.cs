using Renci.SshNet;
using Renci.SshNet.Security;
using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>A key that an ssh agent holds: the library offers it, the agent signs.</summary>
internal sealed class AgentKey : IPrivateKeySource
{
    /// <summary>Creates the key.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="key">The public key.</param>
    internal AgentKey(SshAgent agent, ReadOnlyMemory<byte> key)
    {
        var type = SshAgent.TypeOf(key);
        // Signatures of RSA keys have names of their own; the oldest one is of SHA-1, which sshd no longer takes.
        string[] algorithms = type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : [type];
        HostKeyAlgorithms = [.. algorithms.Select(a => new Algorithm(agent, key, a))];
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; }

    private sealed class Algorithm(SshAgent agent, ReadOnlyMemory<byte> key, string name) : HostAlgorithm(name)
    {
        public override byte[] Data => key.ToArray();

        public override byte[] Sign(byte[] data) => agent.Sign(key, data, Name);

        public override bool VerifySignature(byte[] data, byte[] signature) => throw new NotSupportedException("an agent verifies nothing");
    }
}
