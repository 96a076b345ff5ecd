using System.Collections.Immutable;
using Strata.Engine.Registry;

namespace Strata.Engine.Publishing;

/// <summary>A dry run: says what would be published, reads from the registry what is there, and changes nothing.</summary>
/// <param name="store">Where images would go.</param>
/// <param name="note">Hears what would happen, for people.</param>
public sealed class DryPublisher(RegistryStore store, Action<string> note) : IPublisher
{
    /// <inheritdoc/>
    public async Task<PublishResult> PublishAsync(ImmutableArray<PublishImage> images, CancellationToken cancellation)
    {
        var there = await store.FindAsync(images.Select(i => new RegistryQuery(i.Image, i.Repository, i.Fingerprint)), cancellation).ConfigureAwait(false);
        var results = ImmutableArray.CreateBuilder<PublishedImage>();
        foreach (var image in images)
        {
            note($"would {(there.ContainsKey(image.Image) ? "keep" : "push")} {image.Reference} and move {string.Join(", ", image.Tags)} to it");
            if (there.TryGetValue(image.Image, out var found))
            {
                results.Add(new PublishedImage(image.Image, image.Repository, found.Digest, image.Fingerprint, found.Size, [], WasPushed: false));
            }
        }

        return new PublishResult(results.ToImmutable());
    }
}
