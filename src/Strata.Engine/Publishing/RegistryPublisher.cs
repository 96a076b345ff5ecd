using System.Collections.Immutable;
using Strata.Engine.Registry;
using Strata.Oci;

namespace Strata.Engine.Publishing;

/// <summary>Publishes to a registry: bytes go under fingerprints' tags; then, when every image of the call is there, names are moved.</summary>
/// <param name="client">The registry.</param>
/// <param name="pusher">Sends bytes.</param>
/// <param name="platform">Of images for several platforms, the one whose labels and layers count.</param>
/// <param name="note">Hears what happens, for people.</param>
public sealed class RegistryPublisher(RegistryClient client, IImagePusher pusher, Platform platform, Action<string> note) : IPublisher
{
    // More at once only share the same line; and the layers of a base are there before those of what stands on it.
    private const int AtOnce = 3;

    private readonly RegistryStore _store = new(client, platform);

    /// <inheritdoc/>
    public async Task<PublishResult> PublishAsync(ImmutableArray<PublishImage> images, CancellationToken cancellation)
    {
        var there = await BringAsync(images, cancellation).ConfigureAwait(false);
        var moves = images.SelectMany(i => i.Tags.Distinct().Select(t => new TagMove(i.Reference, there[i.Image].Image.Digest, t))).ToImmutableArray();
        await new TagMover(client).MoveAsync(moves, cancellation).ConfigureAwait(false);
        return new PublishResult([.. images.Select(i => Result(i, there[i.Image]))]);
    }

    private static PublishedImage Result(PublishImage image, (RegistryImage Image, bool WasPushed) there) =>
        new(image.Image, image.Repository, there.Image.Digest, image.Fingerprint, there.Image.Size, image.Tags, there.WasPushed);

    private async Task<Dictionary<string, (RegistryImage Image, bool WasPushed)>> BringAsync(ImmutableArray<PublishImage> images, CancellationToken cancellation)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var works = new Dictionary<string, Task<(RegistryImage Image, bool WasPushed)>>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            works.Add(image.Image, BringAsync(image, image.Base is { } parent ? works.GetValueOrDefault(parent) : null, gate, ending));
        }

        try
        {
            await Task.WhenAll(works.Values).ConfigureAwait(false);
        }
        catch (Exception) when (works.Values.FirstOrDefault(w => w.IsFaulted) is { } failed)
        {
            // What failed first cancelled the others, and their cancellation is not what users want to read.
            await failed.ConfigureAwait(false);
        }

        return works.ToDictionary(w => w.Key, w => w.Value.Result, StringComparer.Ordinal);
    }

    private async Task<(RegistryImage Image, bool WasPushed)> BringAsync(
        PublishImage image, Task<(RegistryImage Image, bool WasPushed)>? parent, SemaphoreSlim gate, CancellationTokenSource ending)
    {
        var below = parent is null ? null : (await parent.ConfigureAwait(false)).Image;
        await gate.WaitAsync(ending.Token).ConfigureAwait(false);
        try
        {
            return await BringAsync(image, below, ending.Token).ConfigureAwait(false);
        }
        catch (StrataException)
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<(RegistryImage Image, bool WasPushed)> BringAsync(PublishImage image, RegistryImage? parent, CancellationToken cancellation)
    {
        var query = new RegistryQuery(image.Image, image.Repository, image.Fingerprint);
        if (await _store.ReadAsync(query, cancellation).ConfigureAwait(false) is { } found)
        {
            if (found.Fingerprint != image.Fingerprint)
            {
                throw new RegistryException(new Problem(
                    $"pushing '{image.Repository.Path}'", $"the tag '{image.Fingerprint.Tag}' is taken by an image that was made of something else", "delete that tag in the registry"));
            }

            // The first writer wins, unless what it wrote stands on a base that was refreshed since.
            if (image.Local is null || !image.Replaces && (parent is null || found.StandsOn(parent.DiffIds)))
            {
                return (found, false);
            }
        }

        if (image.Local is null)
        {
            throw new RegistryException(new Problem($"pushing '{image.Repository.Path}'", $"neither the engine nor the registry has '{image.Reference}'", "build it anew"));
        }

        note($"pushes {image.Reference}");
        await MountAsync(image, parent, cancellation).ConfigureAwait(false);
        await pusher.PushAsync(image, cancellation).ConfigureAwait(false);
        var pushed = await _store.ReadAsync(query, cancellation).ConfigureAwait(false);
        if (pushed?.Fingerprint != image.Fingerprint)
        {
            throw new RegistryException(new Problem(
                $"pushing '{image.Repository.Path}'", $"what was pushed as '{image.Reference}' does not carry the fingerprint '{image.Fingerprint.Short}'", "build it anew"));
        }

        // Another machine may have published the base first, and names are only moved to images that fit together.
        return parent is null || pushed.StandsOn(parent.DiffIds) ? (pushed, true) : throw new RegistryException(new Problem(
            $"pushing '{image.Repository.Path}'", $"it stands on another image of '{image.Base}' than the registry has, which another call published", "call it again, without --force: it is then built on that one"));
    }

    // The layers of the base are in the registry already: no byte of them is sent again, whatever the engine remembers of it.
    private async Task MountAsync(PublishImage image, RegistryImage? parent, CancellationToken cancellation)
    {
        if (parent is null || parent.Reference.Domain != image.Repository.Domain)
        {
            return;
        }

        foreach (var layer in parent.Layers)
        {
            try
            {
                if (!await client.MountBlobAsync(image.Repository, layer.Digest, parent.Reference, cancellation).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (RegistryException e) when (e.Status is { } status && (int)status is >= 400 and < 500 and not 401 and not 403)
            {
                // A registry that cannot mount is sent the bytes.
                return;
            }
        }
    }
}
