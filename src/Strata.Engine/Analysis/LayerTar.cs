using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Strata.Dependencies;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>Reads layers: each byte once, in bounded memory, whatever their size.</summary>
internal static class LayerTar
{
    // A RECORD of 16 MB lists some 150,000 files; what is bigger is no text that installers write.
    private const int LargestText = 16 << 20;

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
        var packages = new PackageScan();
        var reader = new LayerTarReader(stream);
        while (reader.Next())
        {
            if (reader.Kind is not { } kind
                || LayerEntry.Create(reader.Name, kind, kind == LayerEntryKind.File ? reader.Size : 0, reader.Mode, target: reader.Target.Length > 0 ? reader.Target : null) is not { } entry)
            {
                continue;
            }

            string? text = null;
            if (entry.Kind == LayerEntryKind.File)
            {
                using var copy = IsText(entry) ? new MemoryStream((int)entry.Size) : null;
                entry = entry with { Content = entry.Size > 0 ? Hash(reader, copy, hash, buffer) : default };
                text = copy is null ? null : Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length);
                packages.Add(entry.Path, entry.Size, text);
            }

            entries.Add(entry);
            if (PythonDistribution.TryRead(entry.Path, out var distribution, out var file) && entry.Kind is (LayerEntryKind.File or LayerEntryKind.Directory))
            {
                distributions[distribution] = (file == "RECORD" ? text : null) ?? distributions.GetValueOrDefault(distribution);
            }
        }

        var digest = stream.Finish();
        var (owned, names) = InstalledFiles.Assign(entries, [.. distributions.Select(d => (d.Key, d.Value))]);
        return new LayerContent(digest, stream.Count, owned, names) { Packages = packages.Finish() };
    }

    private static bool IsText(LayerEntry entry) => entry.Size is > 0 and <= LargestText && PackageScan.Reads(entry.Path);

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
