using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Registry;

/// <summary>Finds images in a registry by what they are made of.</summary>
/// <param name="client">Asks.</param>
/// <param name="platform">Of images for several platforms, the one that counts.</param>
public sealed class RegistryStore(RegistryClient client, Platform platform)
{
    private const int AtOnce = 16;

    /// <summary>Looks for all of them at once; what is not there, or was made of something else, is left out.</summary>
    /// <returns>Images by name, each with the very fingerprint that was asked for; whether it stands on the right parent is the caller's to ask.</returns>
    /// <exception cref="RegistryException">The registry refuses, fails or lies (exit code 5).</exception>
    public async Task<ImmutableDictionary<string, RegistryImage>> FindAsync(IEnumerable<RegistryQuery> queries, CancellationToken cancellation)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        var found = await Task.WhenAll(queries.Select(async query =>
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await ReadAsync(query, cancellation).ConfigureAwait(false) is { } image && image.Fingerprint == query.Fingerprint ? image : null;
            }
            finally
            {
                gate.Release();
            }
        })).ConfigureAwait(false);
        return found.OfType<RegistryImage>().ToImmutableDictionary(i => i.Image, StringComparer.Ordinal);
    }

    /// <summary>What stands under the tag of a fingerprint, whatever it was made of; null when nothing does.</summary>
    /// <exception cref="RegistryException">The registry refuses, fails or lies (exit code 5).</exception>
    public async Task<RegistryImage?> ReadAsync(RegistryQuery query, CancellationToken cancellation)
    {
        if (await client.FindManifestAsync(query.Reference, cancellation).ConfigureAwait(false) is not { } top)
        {
            return null;
        }

        try
        {
            var manifest = top;
            if (top.IsIndex)
            {
                var part = ImageIndex.Parse(top.Content).Find(platform);
                manifest = part is null ? null : await client.FindManifestAsync(query.Repository with { Tag = null, Digest = part.Digest }, cancellation).ConfigureAwait(false);
            }

            if (manifest is null)
            {
                return new RegistryImage(query.Image, query.Reference, top.Digest, null, [], []);
            }

            var image = ImageManifest.Parse(manifest.Content);
            var config = ImageConfig.Parse(await client.ReadBlobAsync(query.Repository, image.Config.Digest, cancellation).ConfigureAwait(false));
            return new RegistryImage(query.Image, query.Reference, top.Digest, FingerprintOf(config), config.DiffIds, image.Layers)
            {
                ConfigDigest = image.Config.Digest,
                Created = config.Created,
            };
        }
        catch (FormatException e)
        {
            throw new RegistryException(new Problem($"reading '{query.Reference}'", e.Message), cause: e);
        }
    }

    private static Fingerprint? FingerprintOf(ImageConfig config) =>
        config.Labels.GetValueOrDefault(ImageStore.FingerprintLabel) is { Length: 64 } hex ? new Fingerprint(hex) : null;
}
