using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Planning;

/// <summary>All that can change an image's bytes, in a fixed order; its hash is the fingerprint, its difference to an earlier one says why an image is rebuilt.</summary>
public sealed class InputManifest
{
    private static readonly string[] Kinds = Enum.GetNames<InputKind>();
    private readonly Lazy<ImmutableArray<InputEntry>> _entries;
    private Fingerprint? _fingerprint;

    /// <summary>Creates a manifest; the entries' order does not matter.</summary>
    public InputManifest(IEnumerable<InputEntry> entries)
        : this(new Lazy<ImmutableArray<InputEntry>>(Order(entries)))
    {
    }

    private InputManifest(Lazy<ImmutableArray<InputEntry>> entries) => _entries = entries;

    /// <summary>The inputs, ordered by kind, name and value.</summary>
    public ImmutableArray<InputEntry> Entries => _entries.Value;

    /// <summary>A manifest whose entries are read when they are first asked for: of most that are remembered, nobody asks.</summary>
    public static InputManifest Defer(Func<IEnumerable<InputEntry>> entries) => new(new Lazy<ImmutableArray<InputEntry>>(() => Order(entries())));

    /// <summary>SHA-256 over the entries, each part with its length before it, so that no two lists run together.</summary>
    public Fingerprint Fingerprint => _fingerprint ??= Hash(Entries);

    private static ImmutableArray<InputEntry> Order(IEnumerable<InputEntry> entries) =>
        [.. entries.OrderBy(e => e.Kind).ThenBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Value, StringComparer.Ordinal)];

    // One call of the hash for all: with tens of thousands of entries, calls are what costs.
    private static Fingerprint Hash(ImmutableArray<InputEntry> entries)
    {
        var bytes = new ArrayBufferWriter<byte>(256 * (entries.Length + 1));
        foreach (var entry in entries)
        {
            Append(bytes, Kinds[(int)entry.Kind]);
            Append(bytes, entry.Name);
            Append(bytes, entry.Value);
        }

        return new Fingerprint(Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan)));
    }

    private static void Append(ArrayBufferWriter<byte> bytes, string part)
    {
        var length = Encoding.UTF8.GetByteCount(part);
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), length);
        bytes.Advance(sizeof(int));
        bytes.Advance(Encoding.UTF8.GetBytes(part, bytes.GetSpan(length)));
    }
}
