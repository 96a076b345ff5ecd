using System.Collections.Immutable;
using Strata.Engine.Registry;
using Strata.Oci;

namespace Strata.Engine.Publishing;

/// <summary>Looks, before names are moved, at what was published last, so that people can be told what a version costs in bytes.</summary>
/// <param name="inner">Publishes.</param>
/// <param name="client">The registry.</param>
/// <param name="platform">Of images for several platforms, the one that counts.</param>
public sealed class ComparingPublisher(IPublisher inner, RegistryClient client, Platform platform) : IPublisher
{
    /// <inheritdoc/>
    public async Task<PublishResult> PublishAsync(ImmutableArray<PublishImage> images, CancellationToken cancellation)
    {
        var before = (await Task.WhenAll(images.Select(async i => (i.Image, Version: await FindAsync(i, cancellation).ConfigureAwait(false)))).ConfigureAwait(false))
            .ToDictionary(v => v.Image, v => v.Version, StringComparer.Ordinal);
        var result = await inner.PublishAsync(images, cancellation).ConfigureAwait(false);
        return new PublishResult([.. result.Images.Select(i => i with { Before = before[i.Image] })]);
    }

    /// <summary>What the image's first name means now, else the newest version that there is; null when there is none, or the registry does not say.</summary>
    private async Task<PublishedVersion?> FindAsync(PublishImage image, CancellationToken cancellation)
    {
        try
        {
            var own = image.Tags.FirstOrDefault();
            return own is not null && await ReadAsync(image.Repository with { Tag = own, Digest = null }, cancellation).ConfigureAwait(false) is { } same
                ? same
                : Newest(await client.ListTagsAsync(image.Repository, cancellation).ConfigureAwait(false)) is { } newest
                    ? await ReadAsync(image.Repository with { Tag = newest, Digest = null }, cancellation).ConfigureAwait(false)
                    : null;
        }
        catch (Exception silent) when (silent is RegistryException or FormatException)
        {
            // Only a comparison: what matters of the registry, publishing itself will say.
            return null;
        }
    }

    private async Task<PublishedVersion?> ReadAsync(ImageReference reference, CancellationToken cancellation)
    {
        if (await client.FindManifestAsync(reference, cancellation).ConfigureAwait(false) is not { } top)
        {
            return null;
        }

        var manifest = top;
        if (top.IsIndex)
        {
            if (ImageIndex.Parse(top.Content).Find(platform) is not { } part
                || await client.FindManifestAsync(reference with { Tag = null, Digest = part.Digest }, cancellation).ConfigureAwait(false) is not { } own)
            {
                return null;
            }

            manifest = own;
        }

        return new PublishedVersion(reference.Tag!, top.Digest, ImageManifest.Parse(manifest.Content).Layers.Sum(l => l.Size));
    }

    // 'v1.2.10' comes after 'v1.2.9'; other names ('latest', fingerprints' tags, branches) are no versions.
    private static string? Newest(IEnumerable<string> tags) => tags
        .Select(t => (Tag: t, Version: Version.TryParse(t.TrimStart('v'), out var version) ? version : null))
        .Where(t => t.Version is not null)
        .OrderBy(t => t.Version)
        .LastOrDefault().Tag;
}
