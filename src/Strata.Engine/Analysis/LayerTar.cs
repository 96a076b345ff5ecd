using System.Buffers.Binary;
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
    /// <exception cref="EndOfStreamException">It is cut short.</exception>
    public static LayerContent Read(Stream tar, CancellationToken cancellation)
    {
        using var stream = new DigestingStream(tar, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var entries = new List<LayerEntry>();
        var distributions = new Dictionary<PythonDistribution, string?>();
        var reader = new LayerTarReader(stream);
        while (reader.Next())
        {
            if (reader.Kind is not { } kind)
            {
                continue;
            }

            var isFile = kind == LayerEntryKind.File;
            var record = isFile ? RecordOf(reader) : null;
            var content = isFile && reader.Size > 0 ? Hash(reader, record, hash, buffer) : default;
            if (LayerEntry.Create(reader.Name, kind, isFile ? reader.Size : 0, reader.Mode, content, reader.Target.Length > 0 ? reader.Target : null) is not { } made)
            {
                continue;
            }

            entries.Add(made);
            if (PythonDistribution.TryRead(made.Path, out var distribution, out _) && made.Kind is (LayerEntryKind.File or LayerEntryKind.Directory))
            {
                var text = record is null ? null : System.Text.Encoding.UTF8.GetString(record.GetBuffer(), 0, (int)record.Length);
                distributions[distribution] = text ?? distributions.GetValueOrDefault(distribution);
            }
        }

        var digest = stream.Finish();
        var (owned, names) = InstalledFiles.Assign(entries, [.. distributions.Select(d => (d.Key, d.Value))]);
        return new LayerContent(digest, stream.Count, owned, names);
    }

    private static MemoryStream? RecordOf(LayerTarReader entry) =>
        entry.Size is > 0 and <= LargestRecord && entry.Name.EndsWith(".dist-info/RECORD", StringComparison.Ordinal) ? new MemoryStream((int)entry.Size) : null;

    private static UInt128 Hash(LayerTarReader entry, MemoryStream? copy, IncrementalHash hash, byte[] buffer)
    {
        int count;
        while ((count = entry.Read(buffer)) > 0)
        {
            hash.AppendData(buffer.AsSpan(0, count));
            copy?.Write(buffer, 0, count);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
