using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Planning;

/// <summary>All that can change an image's bytes, in a fixed order; its hash is the fingerprint, its difference to an earlier one says why an image is rebuilt.</summary>
public sealed class InputManifest
{
    private Fingerprint? _fingerprint;

    /// <summary>Creates a manifest; the entries' order does not matter.</summary>
    public InputManifest(IEnumerable<InputEntry> entries) =>
        Entries = [.. entries.OrderBy(e => e.Kind).ThenBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Value, StringComparer.Ordinal)];

    /// <summary>The inputs, ordered by kind, name and value.</summary>
    public ImmutableArray<InputEntry> Entries { get; }

    /// <summary>SHA-256 over the entries, each part with its length before it, so that no two lists run together.</summary>
    public Fingerprint Fingerprint => _fingerprint ??= Hash(Entries);

    private static Fingerprint Hash(ImmutableArray<InputEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var entry in entries)
        {
            foreach (var part in new[] { entry.Kind.ToString(), entry.Name, entry.Value })
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
                hash.AppendData(length);
                hash.AppendData(bytes);
            }
        }

        return new Fingerprint(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
