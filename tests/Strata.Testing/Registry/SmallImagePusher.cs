using System.Collections.Concurrent;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;

namespace Strata.Testing.Registry;

/// <summary>An engine's store of small images, which pushes as an engine does.</summary>
/// <param name="client">The registry.</param>
public sealed class SmallImagePusher(RegistryClient client) : IImagePusher
{
    /// <summary>The images of the store by name.</summary>
    public ConcurrentDictionary<string, SmallImage> Images { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the images that were pushed, in order.</summary>
    public ConcurrentQueue<string> Pushed { get; } = new();

    /// <inheritdoc/>
    public async Task PushAsync(PublishImage image, CancellationToken cancellation)
    {
        Pushed.Enqueue(image.Image);
        await Images[image.Local!].PushAsync(client, image.Reference).ConfigureAwait(false);
    }
}
