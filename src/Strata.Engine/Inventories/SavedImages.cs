using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Strata.Dependencies;
using Strata.Engine.Files;

namespace Strata.Engine.Inventories;

/// <summary>Reads the archive in which an engine hands images out, each layer once while it streams by.</summary>
internal sealed class SavedImages
{
    private const int LargestJson = 8 << 20;
    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LayerContents> _layers = new(StringComparer.Ordinal);

    /// <summary>Reads an archive to its end.</summary>
    /// <returns>The inventory of each image by its names.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged, or a layer is compressed in a way that cannot be read.</exception>
    public static async Task<ImmutableDictionary<string, ImageInventory>> ReadAsync(Stream archive, CancellationToken cancellation)
    {
        var saved = new SavedImages();
        await using var tar = new TarReader(archive, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
        {
            if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } data })
            {
                await saved.AddAsync(entry.Name, data, entry.Length, cancellation).ConfigureAwait(false);
            }
        }

        return saved.Assemble();
    }

    private async Task AddAsync(string name, Stream data, long length, CancellationToken cancellation)
    {
        var head = new byte[4];
        var read = await data.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        var peeked = new PrefixedStream(head.AsMemory(0, read), data);
        if (read > 0 && head[0] is (byte)'{' or (byte)'[' && length <= LargestJson)
        {
            using var copy = new MemoryStream();
            await peeked.CopyToAsync(copy, cancellation).ConfigureAwait(false);
            _documents[name] = copy.ToArray();
        }
        else if (head is [0x1f, 0x8b, ..])
        {
            await using var unpacked = new GZipStream(peeked, CompressionMode.Decompress, leaveOpen: true);
            _layers[name] = await LayerScan.ReadAsync(unpacked, cancellation).ConfigureAwait(false);
        }
        else if (head is [0x28, 0xb5, 0x2f, 0xfd])
        {
            throw new InvalidDataException("a layer is compressed with zstd, which cannot be read here");
        }
        else if (length >= 1024)
        {
            _layers[name] = await LayerScan.ReadAsync(peeked, cancellation).ConfigureAwait(false);
        }
    }

    // manifest.json names each image's configuration and layers as paths of the archive.
    private ImmutableDictionary<string, ImageInventory> Assemble()
    {
        if (!_documents.TryGetValue("manifest.json", out var text))
        {
            throw new InvalidDataException("the archive has no manifest.json");
        }

        var images = ImmutableDictionary.CreateBuilder<string, ImageInventory>(StringComparer.Ordinal);
        using var manifest = JsonDocument.Parse(text);
        foreach (var image in manifest.RootElement.EnumerateArray())
        {
            var layers = image.GetProperty("Layers").EnumerateArray().Select(l => l.GetString()!).ToImmutableArray();
            var steps = Steps(image.GetProperty("Config").GetString()!, layers.Length);
            var inventory = ImageInventory.Create(
                [.. layers.Select((l, i) => new InventoryLayer(l.Replace("blobs/", "").Replace('/', ':'), steps[i]))],
                [.. layers.Select(l => _layers.GetValueOrDefault(l) ?? new LayerContents())]);
            foreach (var tag in image.TryGetProperty("RepoTags", out var tags) && tags.ValueKind == JsonValueKind.Array ? tags.EnumerateArray() : default)
            {
                images[tag.GetString()!] = inventory;
            }
        }

        return images.ToImmutable();
    }

    private string[] Steps(string config, int count)
    {
        var steps = Enumerable.Repeat("", count).ToArray();
        if (_documents.TryGetValue(config, out var text))
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.TryGetProperty("history", out var history) && history.ValueKind == JsonValueKind.Array)
            {
                var made = history.EnumerateArray()
                    .Where(h => !(h.TryGetProperty("empty_layer", out var empty) && empty.ValueKind == JsonValueKind.True))
                    .Select(h => h.TryGetProperty("created_by", out var by) ? by.GetString() ?? "" : "")
                    .ToList();
                for (var i = 0; i < Math.Min(count, made.Count); i++)
                {
                    steps[count - 1 - i] = made[made.Count - 1 - i];
                }
            }
        }

        return steps;
    }
}
