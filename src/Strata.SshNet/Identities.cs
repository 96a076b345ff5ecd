using System.Collections.Immutable;
using Renci.SshNet;
using Renci.SshNet.Common;
using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>The keys that a host is offered: the agent's, then those of files.</summary>
/// <param name="Keys">In the order in which they are tried.</param>
/// <param name="Locked">Files whose key has a passphrase and is in no agent.</param>
/// <param name="Unreadable">Files that hold no key that can be read, with the reason.</param>
internal sealed record Identities(ImmutableArray<IPrivateKeySource> Keys, ImmutableArray<string> Locked, ImmutableArray<string> Unreadable)
{
    /// <summary>Finds them.</summary>
    internal static Identities Find(SshSettings settings)
    {
        var agent = settings.Agent is { } socket ? new SshAgent(socket) : null;
        var held = (agent?.Keys() ?? []).Where(k => !SshAgent.TypeOf(k).Contains("-cert-", StringComparison.Ordinal)).ToImmutableArray();
        var files = settings.IdentityFiles.Where(File.Exists).ToImmutableArray();
        var named = files.Select(PublicKey).Concat(settings.IdentityFiles.Select(f => f + ".pub").Except(files.Select(f => f + ".pub")).Select(ReadPublicKey)).OfType<byte[]>().ToImmutableArray();
        // Those of the config first: a host takes few tries.
        var offered = held.Where(IsNamed).Concat(settings.IdentitiesOnly ? [] : held.Where(k => !IsNamed(k)));
        var (keys, locked, unreadable) = (offered.Select(k => (IPrivateKeySource)new AgentKey(agent!, k)).ToList(), new List<string>(), new List<string>());
        foreach (var file in files.Where(f => PublicKey(f) is not { } key || !held.Any(h => h.Span.SequenceEqual(key))))
        {
            try
            {
                keys.Add(new PrivateKeyFile(file));
            }
            catch (SshPassPhraseNullOrEmptyException)
            {
                locked.Add(file);
            }
            catch (Exception wrong) when (wrong is SshException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or FormatException)
            {
                unreadable.Add($"{file}: {wrong.Message}");
            }
        }
        return new Identities([.. keys], [.. locked], [.. unreadable]);

        bool IsNamed(ReadOnlyMemory<byte> key) => named.Any(n => key.Span.SequenceEqual(n));
    }

    private static byte[]? PublicKey(string file) => ReadPublicKey(file + ".pub");

    private static byte[]? ReadPublicKey(string file)
    {
        try
        {
            return File.Exists(file) && File.ReadAllText(file).Split(' ') is [_, var base64, ..] ? Convert.FromBase64String(base64.Trim()) : null;
        }
        catch (Exception wrong) when (wrong is IOException or FormatException or UnauthorizedAccessException)
        {
            // Then the private key speaks for itself.
            return null;
        }
    }
}
