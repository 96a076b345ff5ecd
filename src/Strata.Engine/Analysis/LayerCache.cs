using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Hosts;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>What was read of layers, by DiffID: a layer is unpacked once on a machine.</summary>
/// <remarks>A file that is damaged or of another version counts as none. A place that cannot be written to costs only time.</remarks>
/// <param name="directory">The folder of the files; absolute, made when missing.</param>
public sealed class LayerCache(string directory)
{
    // 'STRLAY' and a version: another one for each change of the format or of what is read.
    private const ulong Magic = 0x0001_5941_4c52_5453;
    private const int ChecksumLength = 32;

    private readonly ConcurrentDictionary<string, LayerContent> _read = new(StringComparer.Ordinal);

    /// <summary>What is remembered of a layer; null when it has to be read.</summary>
    public LayerContent? Find(string diffId)
    {
        if (_read.TryGetValue(diffId, out var known))
        {
            return known;
        }

        try
        {
            var content = File.Exists(PathOf(diffId)) ? Parse(File.ReadAllBytes(PathOf(diffId)), diffId) : null;
            return content is null ? null : _read.GetOrAdd(diffId, content);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers a layer.</summary>
    public async Task WriteAsync(LayerContent content, CancellationToken cancellation)
    {
        try
        {
            await AtomicFile.WriteAsync(PathOf(content.DiffId), Render(content), isPrivate: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The next call reads the layer again.
        }
    }

    /// <summary>The file of a layer; absolute.</summary>
    internal string PathOf(string diffId) => Path.Combine(directory, diffId.Replace(':', '-'));

    private static byte[] Render(LayerContent content)
    {
        var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(content.DiffId);
        writer.Write(content.Size);
        writer.Write(content.Distributions.Length);
        foreach (var distribution in content.Distributions)
        {
            writer.Write(distribution.Site);
            writer.Write(distribution.Name);
            writer.Write(distribution.Version);
        }

        // Neighbours in a tar begin alike: only what differs is written.
        writer.Write(content.Entries.Length);
        var before = "";
        foreach (var entry in content.Entries)
        {
            var common = entry.Path.AsSpan().CommonPrefixLength(before);
            writer.Write7BitEncodedInt(common);
            writer.Write(entry.Path[common..]);
            writer.Write((byte)entry.Kind);
            writer.Write7BitEncodedInt(entry.Mode);
            if (entry.Kind == LayerEntryKind.File)
            {
                writer.Write7BitEncodedInt64(entry.Size);
                writer.Write((ulong)(entry.Content >> 64));
                writer.Write((ulong)entry.Content);
                writer.Write7BitEncodedInt(entry.Distribution + 1);
            }
            else if (entry.Kind is LayerEntryKind.HardLink or LayerEntryKind.SymbolicLink)
            {
                writer.Write(entry.Target ?? "");
            }

            before = entry.Path;
        }

        writer.Flush();
        writer.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        writer.Flush();
        return memory.ToArray();
    }

    private static LayerContent? Parse(byte[] bytes, string diffId)
    {
        if (bytes.Length < sizeof(ulong) + ChecksumLength || !SHA256.HashData(bytes.AsSpan(..^ChecksumLength)).AsSpan().SequenceEqual(bytes.AsSpan(^ChecksumLength..)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - ChecksumLength), Encoding.UTF8);
        if (reader.ReadUInt64() != Magic || reader.ReadString() != diffId)
        {
            return null;
        }

        var size = reader.ReadInt64();
        var distributions = ImmutableArray.CreateBuilder<PythonDistribution>(reader.ReadInt32());
        while (distributions.Count < distributions.Capacity)
        {
            distributions.Add(new PythonDistribution(reader.ReadString(), reader.ReadString(), reader.ReadString()));
        }

        var entries = ImmutableArray.CreateBuilder<LayerEntry>(reader.ReadInt32());
        var path = "";
        while (entries.Count < entries.Capacity)
        {
            path = string.Concat(path.AsSpan(0, reader.Read7BitEncodedInt()), reader.ReadString());
            var kind = (LayerEntryKind)reader.ReadByte();
            var mode = reader.Read7BitEncodedInt();
            entries.Add(kind switch
            {
                LayerEntryKind.File => new LayerEntry(path, kind, reader.Read7BitEncodedInt64(), mode, new UInt128(reader.ReadUInt64(), reader.ReadUInt64()), null, reader.Read7BitEncodedInt() - 1),
                LayerEntryKind.HardLink or LayerEntryKind.SymbolicLink => new LayerEntry(path, kind, Mode: mode, Target: reader.ReadString()),
                _ => new LayerEntry(path, kind, Mode: mode),
            });
        }

        return new LayerContent(diffId, size, entries.MoveToImmutable(), distributions.MoveToImmutable());
    }
}
