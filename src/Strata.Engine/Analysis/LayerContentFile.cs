using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Strata.Dependencies;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>The file that remembers what was read of a layer: binary, with a checksum at its end.</summary>
internal static class LayerContentFile
{
    // 'STRLAY' and a version: another one for each change of the format or of what is read.
    private const ulong Magic = 0x0002_5941_4c52_5453;
    private const int ChecksumLength = 32;

    /// <summary>The content of the file.</summary>
    public static byte[] Render(LayerContent content)
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

        Write(writer, content.Packages);

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

    /// <summary>What was remembered; null when the file is damaged, of another version or of another layer.</summary>
    public static LayerContent? Parse(byte[] bytes, string diffId)
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

        var packages = ReadPackages(reader);
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

        return new LayerContent(diffId, size, entries.MoveToImmutable(), distributions.MoveToImmutable()) { Packages = packages };
    }

    private static void Write(BinaryWriter writer, LayerPackages packages)
    {
        writer.Write(packages.Distributions.Length);
        foreach (var distribution in packages.Distributions)
        {
            writer.Write(distribution.Name.Value);
            writer.Write(distribution.Version);
            writer.Write(distribution.Path);
            writer.Write(distribution.Bytes);
        }

        // A layer without dpkg's database is not one whose database is empty.
        writer.Write(packages.Debian.IsDefault ? -1 : packages.Debian.Length);
        foreach (var package in packages.Debian.IsDefault ? [] : packages.Debian)
        {
            writer.Write(package.Package);
            writer.Write(package.Version);
            writer.Write(package.Bytes);
        }
    }

    private static LayerPackages ReadPackages(BinaryReader reader)
    {
        var distributions = ImmutableArray.CreateBuilder<FoundDistribution>(reader.ReadInt32());
        while (distributions.Count < distributions.Capacity)
        {
            distributions.Add(new FoundDistribution(new PackageName(reader.ReadString()), reader.ReadString(), reader.ReadString(), reader.ReadInt64()));
        }

        var count = reader.ReadInt32();
        var debian = ImmutableArray.CreateBuilder<FoundPackage>(Math.Max(count, 0));
        while (debian.Count < count)
        {
            debian.Add(new FoundPackage(reader.ReadString(), reader.ReadString(), reader.ReadInt64()));
        }

        return new LayerPackages { Distributions = distributions.MoveToImmutable(), Debian = count < 0 ? default : debian.MoveToImmutable() };
    }
}
