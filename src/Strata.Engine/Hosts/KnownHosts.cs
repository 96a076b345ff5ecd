using System.Collections.Immutable;
using System.Globalization;

namespace Strata.Engine.Hosts;

/// <summary>What known_hosts files say of one host, read as OpenSSH reads them.</summary>
/// <remarks>For transports that leave the check to us; the OpenSSH client has its own.</remarks>
public sealed class KnownHosts
{
    private const int UsualPort = 22;

    private readonly string _principal;
    private readonly ImmutableArray<KnownHostLine> _lines;
    private readonly ImmutableArray<KnownHostLine> _portless;

    private KnownHosts(string principal, ImmutableArray<KnownHostLine> lines, ImmutableArray<KnownHostLine> portless) =>
        (_principal, _lines, _portless) = (principal, lines, portless);

    /// <summary>The types of the host's keys that are known, best asked for first: a host shows the first one that it has.</summary>
    public ImmutableArray<string> KeyTypes => [.. (_lines.IsEmpty ? _portless : _lines).Where(l => l.Mark == KnownHostMark.None).Select(l => l.Type).Distinct()];

    /// <summary>Whether an authority's word counts for the host.</summary>
    public bool HasAuthority => _lines.Concat(_portless).Any(l => l.Mark == KnownHostMark.Authority);

    /// <summary>The name of a host in known_hosts: <c>host</c>, or <c>[host]:port</c> when the port is not 22.</summary>
    public static string NameOf(string host, int port) =>
        port == UsualPort ? host : string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}");

    /// <summary>Looks a host up.</summary>
    /// <param name="texts">The files' texts.</param>
    /// <param name="host">The name that is connected to.</param>
    /// <param name="port">1-65535.</param>
    /// <param name="alias">HostKeyAlias of the ssh config, which stands for name and port; null without one.</param>
    public static KnownHosts Find(IEnumerable<string> texts, string host, int port, string? alias = null)
    {
        var all = texts.SelectMany(t => t.Split('\n')).Select(KnownHostLine.Parse).OfType<KnownHostLine>().ToImmutableArray();
        var plain = (alias ?? host).ToLowerInvariant();
        var name = alias is null ? NameOf(plain, port) : plain;
        return new KnownHosts(plain, About(name), name == plain ? [] : About(plain));

        ImmutableArray<KnownHostLine> About(string name) => [.. all.Where(l => l.IsAbout(name))];
    }

    /// <summary>Looks a host up in files; one that is not there says nothing.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static KnownHosts Read(IEnumerable<string> paths, string host, int port, string? alias = null) =>
        Find(paths.Where(File.Exists).Select(p => File.ReadAllText(p)), host, port, alias);

    /// <summary>What is said of a key that the host shows.</summary>
    public HostKeyTrust Check(HostKey key)
    {
        var trust = Check(_lines, key);
        if (trust != HostKeyTrust.Unknown)
        {
            return trust;
        }
        // As ssh does: a key that is known of the host without a port is the host's on any port, until one with that port is known.
        var portless = Check(_portless, key);
        return portless == HostKeyTrust.Changed ? HostKeyTrust.Unknown : portless;
    }

    /// <summary>The line that makes a key known.</summary>
    public static string LineOf(string name, HostKey key) => $"{name} {KnownHostLine.TypeOf(key.Blob.Span)} {Convert.ToBase64String(key.Blob.Span)}";

    private HostKeyTrust Check(ImmutableArray<KnownHostLine> lines, HostKey key)
    {
        if (lines.Any(l => l.Mark == KnownHostMark.Revoked && (Is(l, key.Blob) || key.Authority is { } by && Is(l, by))))
        {
            return HostKeyTrust.Revoked;
        }
        var isCertified = key.Authority is { } authority && key.Principals.Contains(_principal, StringComparer.Ordinal)
            && lines.Any(l => l.Mark == KnownHostMark.Authority && Is(l, authority));
        // The certificate of an authority that is not ours is a bare key to us.
        var own = lines.Where(l => l.Mark == KnownHostMark.None).ToImmutableArray();
        return isCertified || own.Any(l => Is(l, key.Blob)) ? HostKeyTrust.Known : own.IsEmpty ? HostKeyTrust.Unknown : HostKeyTrust.Changed;
    }

    private static bool Is(KnownHostLine line, ReadOnlyMemory<byte> key) => line.Key.Span.SequenceEqual(key.Span);
}
