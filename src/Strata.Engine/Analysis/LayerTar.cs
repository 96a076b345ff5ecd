using System.Formats.Tar;
using System.Security.Cryptography;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>Reads layers: each byte once, in bounded memory, whatever their size.</summary>
internal static class LayerTar
{
    // A RECORD of 16 MB lists some 150,000 files; what is bigger is no RECORD.
    private const int LargestRecord = 16 << 20;

    /// <summary>Reads an uncompressed layer to its end.</summary>
    /// <param name="tar">The layer; disposed at the end.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">It is no tar.</exception>
    public static LayerContent Read(Stream tar, CancellationToken cancellation)
    {
        using var stream = new DigestingStream(tar, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var entries = new List<LayerEntry>();
        var distributions = new Dictionary<PythonDistribution, string?>();
        try
        {
            using var reader = new TarReader(stream, leaveOpen: true);
            while (reader.GetNextEntry() is { } entry)
            {
                if (KindOf(entry.EntryType) is not { } kind)
                {
                    continue;
                }

                var record = kind == LayerEntryKind.File ? RecordOf(entry) : null;
                var content = kind == LayerEntryKind.File && entry.Length > 0 ? Hash(entry, record, hash, buffer) : default;
                var size = kind == LayerEntryKind.File ? entry.Length : 0;
                if (LayerEntry.Create(entry.Name, kind, size, (int)entry.Mode, content, entry.LinkName is { Length: > 0 } link ? link : null) is not { } made)
                {
                    continue;
                }

                entries.Add(made);
                if (PythonDistribution.TryRead(made.Path, out var distribution, out _) && made.Kind is LayerEntryKind.File or LayerEntryKind.Directory)
                {
                    var text = record is null ? null : System.Text.Encoding.UTF8.GetString(record.GetBuffer(), 0, (int)record.Length);
                    distributions[distribution] = text ?? distributions.GetValueOrDefault(distribution);
                }
            }
        }
        catch (Exception damaged) when (damaged is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException($"the layer is no tar that can be read: {damaged.Message.TrimEnd('.')}", damaged);
        }

        var digest = stream.Finish();
        var (owned, names) = InstalledFiles.Assign(entries, [.. distributions.Select(d => (d.Key, d.Value))]);
        return new LayerContent(digest, stream.Count, owned, names);
    }

    private static LayerEntryKind? KindOf(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile or TarEntryType.SparseFile => LayerEntryKind.File,
        TarEntryType.Directory => LayerEntryKind.Directory,
        TarEntryType.SymbolicLink => LayerEntryKind.SymbolicLink,
        TarEntryType.HardLink => LayerEntryKind.HardLink,
        TarEntryType.BlockDevice or TarEntryType.CharacterDevice or TarEntryType.Fifo => LayerEntryKind.Special,
        _ => null,
    };

    private static MemoryStream? RecordOf(TarEntry entry) =>
        entry.Length is > 0 and <= LargestRecord && entry.Name.EndsWith(".dist-info/RECORD", StringComparison.Ordinal) ? new MemoryStream((int)entry.Length) : null;

    private static UInt128 Hash(TarEntry entry, MemoryStream? copy, IncrementalHash hash, byte[] buffer)
    {
        if (entry.DataStream is not { } data)
        {
            return default;
        }

        int count;
        while ((count = data.Read(buffer)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, count));
            copy?.Write(buffer, 0, count);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
