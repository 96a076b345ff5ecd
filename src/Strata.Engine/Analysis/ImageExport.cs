using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text.Json;
using Strata.Engine.Files;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Analysis;

/// <summary>Reads what <c>docker save</c> gives, in one pass: of an OCI layout, or in Docker's older form.</summary>
/// <param name="cache">Gets the layers that it does not have.</param>
internal sealed class ImageExport(LayerCache cache)
{
    private const int LargestDocument = 8 << 20;

    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _diffIds = new(StringComparer.Ordinal);

    /// <summary>Reads an export to its end.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public async Task ReadAsync(Stream export, CancellationToken cancellation)
    {
        using var reader = new TarReader(export, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.EntryType == TarEntryType.SymbolicLink && entry.Name.EndsWith("/layer.tar", StringComparison.Ordinal))
            {
                // A layer that several images of the older form have: '../<other>/layer.tar'.
                _diffIds[entry.Name] = _diffIds.GetValueOrDefault(entry.LinkName.Replace("../", "", StringComparison.Ordinal), "");
            }
            else if (entry.DataStream is { } data)
            {
                await ReadAsync(entry, data, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>An image of the export by what the engine calls it: the digest of its index, manifest or config; null when it has none.</summary>
    /// <exception cref="FormatException">Its documents do not fit together.</exception>
    public AnalyzedImage? Find(string reference, string digest)
    {
        if (Blob(digest) is { } top && Has(top, "manifests"))
        {
            var part = ImageIndex.Parse(top).Manifests.FirstOrDefault(m => m.Platform is { Os: not "unknown" } && Blob(m.Digest.ToString()) is not null);
            return part is null ? null : OfManifest(reference, digest, Blob(part.Digest.ToString())!);
        }

        if (Blob(digest) is { } own && Has(own, "layers"))
        {
            return OfManifest(reference, digest, own);
        }

        // The classic store knows images by their config.
        var manifest = _documents.Values.FirstOrDefault(d => Has(d, "layers") && Has(d, "config") && ImageManifest.Parse(d).Config.Digest.ToString() == digest);
        return manifest is not null ? OfManifest(reference, digest, manifest) : OfList(reference, digest);
    }

    private async Task ReadAsync(TarEntry entry, Stream data, CancellationToken cancellation)
    {
        if (entry.Length is > 0 and <= LargestDocument)
        {
            var head = new byte[1];
            data.ReadExactly(head);
            if (head[0] is (byte)'{' or (byte)'[')
            {
                var document = new byte[entry.Length];
                document[0] = head[0];
                data.ReadExactly(document.AsSpan(1));
                _documents[entry.Name] = document;
                return;
            }

            data = new PrefixedStream(head, data);
        }

        var isLayer = entry.Name.StartsWith("blobs/", StringComparison.Ordinal) || entry.Name.EndsWith("/layer.tar", StringComparison.Ordinal);
        if (isLayer && entry.Length > 0)
        {
            _diffIds[entry.Name] = await LayerAsync(entry.Name, data, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<string> LayerAsync(string name, Stream data, CancellationToken cancellation)
    {
        var digest = name.StartsWith("blobs/", StringComparison.Ordinal) ? name["blobs/".Length..].Replace('/', ':') : null;
        if (digest is not null && cache.Find(digest) is not null)
        {
            return digest;
        }

        var content = LayerTar.Read(LayerBlobStream.Open(data), cancellation);
        await cache.WriteAsync(content, cancellation).ConfigureAwait(false);
        return content.DiffId;
    }

    private AnalyzedImage? OfManifest(string reference, string digest, byte[] manifest)
    {
        var read = ImageManifest.Parse(manifest);
        if (Blob(read.Config.Digest.ToString()) is not { } config)
        {
            return null;
        }

        // What the classic store exports it compresses only when it pushes: sizes of then are not known, and its manifest is none that is pushed.
        var diffIds = ImageConfig.Parse(config).DiffIds;
        var isStored = read.Layers.Select((l, i) => i < diffIds.Length && diffIds[i] != l.Digest.ToString()).Any(c => c);
        return Checked(isStored
            ? AnalyzedImage.Create(reference, digest, manifest, config)
            : AnalyzedImage.Create(reference, digest, config, [.. read.Layers.Select(_ => ((string?)null, (long?)null))], null));
    }

    /// <summary>By <c>manifest.json</c>, the list of Docker's older form.</summary>
    private AnalyzedImage? OfList(string reference, string digest)
    {
        if (!_documents.TryGetValue("manifest.json", out var list))
        {
            return null;
        }

        using var json = JsonDocument.Parse(list);
        foreach (var image in json.RootElement.EnumerateArray())
        {
            var file = OciJson.Text(image, "Config") ?? "";
            if (file.Contains(digest[(digest.IndexOf(':') + 1)..], StringComparison.Ordinal) && _documents.TryGetValue(file, out var config))
            {
                var layers = OciJson.List(image, "Layers", l => l.GetString() ?? "");
                return Checked(AnalyzedImage.Create(reference, digest, config, [.. layers.Select(_ => ((string?)null, (long?)null))], null));
            }
        }

        return null;
    }

    private AnalyzedImage Checked(AnalyzedImage image) =>
        image.Layers.FirstOrDefault(l => !_diffIds.ContainsValue(l.DiffId) && cache.Find(l.DiffId) is null) is { } missing
            ? throw new FormatException($"the export lacks layer '{missing.DiffId}', or its content is another")
            : image;

    private byte[]? Blob(string digest) => _documents.GetValueOrDefault("blobs/" + digest.Replace(':', '/'));

    private static bool Has(byte[] document, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
