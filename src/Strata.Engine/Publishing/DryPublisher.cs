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
            var move = image.Tags.IsEmpty ? "" : $" and move {string.Join(", ", image.Tags)} to it";
            note($"would {(there.ContainsKey(image.Image) && !image.Replaces ? "keep" : "push")} {image.Reference}{move}");
            if (there.TryGetValue(image.Image, out var found))
            {
                results.Add(new PublishedImage(image.Image, image.Repository, found.Digest, image.Fingerprint, found.Size, [], WasPushed: false));
            }
        }

        return new PublishResult(results.ToImmutable());
    }
}
