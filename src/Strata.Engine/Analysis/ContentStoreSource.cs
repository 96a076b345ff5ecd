using System.Collections.Immutable;
using System.Text.Json;
using Strata.Engine.Engines;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Analysis;

/// <summary>Reads the content store of a containerd image store on this machine's disk: the very blobs that a push sends.</summary>
/// <param name="blobs">Its folder <c>blobs</c>; absolute.</param>
/// <param name="platform">Of images for several platforms, the one that counts.</param>
/// <param name="note">Hears what goes on, for people; null for nobody.</param>
public sealed class ContentStoreSource(string blobs, Platform platform, Action<string>? note = null) : IImageSource
{
    /// <summary>The content store of an engine; null where it is not on this machine, or not to be read.</summary>
    public static ContentStoreSource? Of(EngineConnection engine, Action<string>? note = null)
    {
        if (engine.Store is not { } store)
        {
            return null;
        }

        var folder = Path.Combine(store.Content, "blobs");
        return Directory.Exists(folder) ? new ContentStoreSource(folder, Platform.TryParse(engine.Platform, out var own) ? own : Platform.Default, note) : null;
    }

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync(ImmutableArray<ImageRequest> requests, LayerCache cache, CancellationToken cancellation)
    {
        var found = ImmutableDictionary.CreateBuilder<string, AnalyzedImage>(StringComparer.Ordinal);
        foreach (var request in requests.Where(r => r.Digest is not null))
        {
            try
            {
                if (await FindAsync(request, cancellation).ConfigureAwait(false) is { } image)
                {
                    found[request.Image] = image;
                }
            }
            catch (FormatException wrong)
            {
                throw new StrataException(ExitCode.Unreachable, new Problem($"image '{request.Reference}'", wrong.Message, "build it anew"), wrong);
            }
        }

        await new LayerReading(cache, note).ReadAsync(found.Values, (_, layer, _) => Task.FromResult<Stream>(Open(layer)), cancellation).ConfigureAwait(false);
        return found.ToImmutable();
    }

    private async Task<AnalyzedImage?> FindAsync(ImageRequest request, CancellationToken cancellation)
    {
        if (await BlobAsync(request.Digest!, cancellation).ConfigureAwait(false) is not { } top)
        {
            return null;
        }

        var manifest = top;
        if (IsIndex(top))
        {
            // Attestations stand beside the image, for no platform at all.
            var index = ImageIndex.Parse(top);
            var part = index.Find(platform) ?? index.Manifests.FirstOrDefault(m => m.Platform is { Os: not "unknown" });
            manifest = part is null ? null : await BlobAsync(part.Digest.ToString(), cancellation).ConfigureAwait(false);
        }

        return manifest is null || await BlobAsync(ImageManifest.Parse(manifest).Config.Digest.ToString(), cancellation).ConfigureAwait(false) is not { } config
            ? null
            : AnalyzedImage.Create(request.Reference, request.Digest!, manifest, config);
    }

    // The store keeps no media type beside a blob.
    private static bool IsIndex(byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("manifests", out _);
        }
        catch (JsonException e)
        {
            throw new FormatException($"its manifest is no JSON: {e.Message}", e);
        }
    }

    private FileStream Open(ImageLayer layer)
    {
        var file = new FileStream(PathOf(layer.Digest!), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 128 * 1024, FileOptions.SequentialScan);
        return file.Length == layer.Compressed ? file : throw new InvalidDataException($"the store has {file.Length} bytes of it, the manifest says {layer.Compressed}");
    }

    private async Task<byte[]?> BlobAsync(string digest, CancellationToken cancellation) =>
        File.Exists(PathOf(digest)) ? await File.ReadAllBytesAsync(PathOf(digest), cancellation).ConfigureAwait(false) : null;

    private string PathOf(string digest)
    {
        var read = Digest.Parse(digest);
        return Path.Combine(blobs, read.Algorithm, read.Hex);
    }
}
