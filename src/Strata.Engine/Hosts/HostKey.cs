using System.Collections.Immutable;

namespace Strata.Engine.Hosts;

/// <summary>A key that a host shows.</summary>
/// <param name="Blob">The public key as it goes over the wire; of a certificate the key that it certifies.</param>
public sealed record HostKey(ReadOnlyMemory<byte> Blob)
{
    /// <summary>The key of the authority that signed the certificate, as it goes over the wire; null when a bare key is shown.</summary>
    public ReadOnlyMemory<byte>? Authority { get; init; }

    /// <summary>The names that the certificate is for.</summary>
    public ImmutableArray<string> Principals { get; init; } = [];

    /// <summary>The fingerprint as people compare it: <c>SHA256:...</c>.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Blob.Span)).TrimEnd('=');
}
