using System.Collections.Immutable;
using Strata.Engine.Registry;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Analysis;

/// <summary>Reads images of a registry: layers are streamed, nothing of them is kept but what is remembered in the cache.</summary>
/// <param name="client">The registry.</param>
/// <param name="platform">Of images for several platforms, the one that counts.</param>
/// <param name="note">Hears what goes on, for people; null for nobody.</param>
public sealed class RegistrySource(RegistryClient client, Platform platform, Action<string>? note = null) : IImageSource
{
    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync(ImmutableArray<ImageRequest> requests, LayerCache cache, CancellationToken cancellation)
    {
        var found = ImmutableDictionary.CreateBuilder<string, AnalyzedImage>(StringComparer.Ordinal);
        var images = await Task.WhenAll(requests.Select(r => FindAsync(r, cancellation))).ConfigureAwait(false);
        foreach (var (request, image) in requests.Zip(images).Where(p => p.Second is not null))
        {
            found[request.Image] = image!;
        }

        await new LayerReading(cache, note).ReadAsync(
            found.Values,
            (image, layer, _) => Task.FromResult<Stream>(new ResumingStream(
                offset => client.OpenBlobAsync(ImageReference.Parse(image.Reference), Digest.Parse(layer.Digest!), offset, cancellation).GetAwaiter().GetResult(), layer.Compressed!.Value)),
            cancellation).ConfigureAwait(false);
        return found.ToImmutable();
    }

    private async Task<AnalyzedImage?> FindAsync(ImageRequest request, CancellationToken cancellation)
    {
        var reference = ImageReference.Parse(request.Reference);
        var top = request.Digest is { } digest ? reference with { Tag = null, Digest = Digest.Parse(digest) } : reference;
        if (await client.FindManifestAsync(top, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return null;
        }

        try
        {
            var whole = manifest.Digest.ToString();
            if (manifest.IsIndex)
            {
                if (ImageIndex.Parse(manifest.Content).Find(platform) is not { } part
                    || await client.FindManifestAsync(reference with { Tag = null, Digest = part.Digest }, cancellation).ConfigureAwait(false) is not { } own)
                {
                    return null;
                }

                manifest = own;
            }

            var config = await client.ReadBlobAsync(reference, ImageManifest.Parse(manifest.Content).Config.Digest, cancellation).ConfigureAwait(false);
            return AnalyzedImage.Create(request.Reference, whole, manifest.Content, config);
        }
        catch (FormatException wrong)
        {
            throw new RegistryException(new Problem($"reading '{request.Reference}'", wrong.Message), cause: wrong);
        }
    }
}
