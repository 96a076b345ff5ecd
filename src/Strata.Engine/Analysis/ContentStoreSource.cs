using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Analysis;

/// <summary>Reads the content store of a containerd image store on this machine's disk: the very blobs that a push sends.</summary>
/// <param name="store">The store.</param>
/// <param name="platform">Of images for several platforms, the one that counts.</param>
/// <param name="note">Hears what goes on, for people; null for nobody.</param>
public sealed class ContentStoreSource(ContentStore store, Platform platform, Action<string>? note = null) : IImageSource
{
    /// <summary>The content store of an engine; null where it is not on this machine, or not to be read.</summary>
    public static ContentStoreSource? Of(EngineConnection engine, Action<string>? note = null)
    {
        var store = engine.Store?.Blobs;
        return store is null || !Directory.Exists(Path.Combine(store.Folder, "blobs"))
            ? null
            : new ContentStoreSource(store, Platform.TryParse(engine.Platform, out var own) ? own : Platform.Default, note);
    }

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync(ImmutableArray<ImageRequest> requests, LayerCache cache, CancellationToken cancellation)
    {
        var found = ImmutableDictionary.CreateBuilder<string, AnalyzedImage>(StringComparer.Ordinal);
        foreach (var request in requests.Where(r => r.Digest is not null))
        {
            try
            {
                if (Find(request) is { } image)
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

    private AnalyzedImage? Find(ImageRequest request) =>
        store.ReadManifest(Digest.Parse(request.Digest!), platform) is { } manifest && store.Read(ImageManifest.Parse(manifest).Config.Digest) is { } config
            ? AnalyzedImage.Create(request.Reference, request.Digest!, manifest, config)
            : null;

    private FileStream Open(ImageLayer layer)
    {
        var file = new FileStream(store.PathOf(Digest.Parse(layer.Digest!)), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 128 * 1024, FileOptions.SequentialScan);
        return file.Length == layer.Compressed ? file : throw new InvalidDataException($"the store has {file.Length} bytes of it, the manifest says {layer.Compressed}");
    }
}
