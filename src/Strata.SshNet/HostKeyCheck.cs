using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Security;
using Strata.Engine.Hosts;

namespace Strata.SshNet;

/// <summary>Holds the key that a host shows against known_hosts; the library itself would take any.</summary>
internal sealed class HostKeyCheck
{
    // Signatures with SHA-1, and DSA.
    private static readonly string[] Weak = ["ssh-rsa", "ssh-dss", "ssh-rsa-cert-v01@openssh.com", "ssh-dss-cert-v01@openssh.com"];

    private readonly KnownHosts _known;

    private HostKeyCheck(KnownHosts known) => _known = known;

    /// <summary>What was found; null before the host has shown a key.</summary>
    internal HostKeyTrust? Trust { get; private set; }

    /// <summary>The key that the host showed.</summary>
    internal HostKey? Key { get; private set; }

    /// <summary>Checks a client's host when it connects, and each time that keys are renewed.</summary>
    internal static HostKeyCheck Of(SshClient client, SshSettings settings)
    {
        var check = new HostKeyCheck(KnownHosts.Read(settings.KnownHostsFiles, settings.HostName, settings.Port, settings.HostKeyAlias));
        check.Order(client.ConnectionInfo.HostKeyAlgorithms);
        client.HostKeyReceived += check.Decide;
        return check;
    }

    private void Decide(object? sender, HostKeyEventArgs shown)
    {
        // What is not said to be trusted is not, whatever goes wrong below.
        shown.CanTrust = false;
        Key = new HostKey(shown.HostKey);
        if (shown.Certificate is { Type: Certificate.CertificateType.Host } certificate && certificate.CriticalOptions.Count == 0)
        {
            Key = Key with { Authority = certificate.CertificateAuthorityKey, Principals = [.. certificate.ValidPrincipals] };
        }
        Trust = _known.Check(Key);
        shown.CanTrust = Trust == HostKeyTrust.Known;
    }

    /// <summary>Has the host show a key of a type that is known, and a certificate only where an authority is.</summary>
    private void Order<T>(IDictionary<string, T> algorithms)
    {
        var wanted = _known.KeyTypes.SelectMany(t => t == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256"] : new[] { t }).ToList();
        var ordered = algorithms.Where(a => !Weak.Contains(a.Key) && (_known.HasAuthority || !a.Key.Contains("-cert-", StringComparison.Ordinal)))
            .OrderBy(a => a.Key.Contains("-cert-", StringComparison.Ordinal) ? -1 : wanted.IndexOf(a.Key) is var at and >= 0 ? at : int.MaxValue).ToList();
        algorithms.Clear();
        foreach (var (name, algorithm) in ordered)
        {
            algorithms.Add(name, algorithm);
        }
    }
}
