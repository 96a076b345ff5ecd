using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Strata.Engine.Registry;
using Strata.Oci;

namespace Strata.Testing.Registry;

/// <summary>An image of a few bytes, for registries: its layers are texts.</summary>
/// <param name="Labels">The labels of its config.</param>
/// <param name="Layers">A text for each layer, the base's first.</param>
public sealed record SmallImage(ImmutableSortedDictionary<string, string> Labels, params ImmutableArray<string> Layers)
{
    /// <summary>An image without labels.</summary>
    public static SmallImage Of(params ImmutableArray<string> layers) => new(ImmutableSortedDictionary<string, string>.Empty, layers);

    /// <summary>The same with a label.</summary>
    public SmallImage With(string label, string value) => this with { Labels = Labels.SetItem(label, value) };

    /// <summary>The DiffIDs of its layers.</summary>
    public ImmutableArray<string> DiffIds => [.. Layers.Select(l => Digest.Of(Encoding.UTF8.GetBytes(l)).ToString())];

    /// <summary>Its config.</summary>
    public byte[] Config => JsonSerializer.SerializeToUtf8Bytes(new
    {
        architecture = "amd64",
        os = "linux",
        config = new { Labels },
        rootfs = new { type = "layers", diff_ids = DiffIds },
    });

    /// <summary>Its manifest.</summary>
    public RegistryManifest Manifest
    {
        get
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(new
            {
                schemaVersion = 2,
                mediaType = MediaTypes.OciManifest,
                config = Describe(MediaTypes.OciConfig, Config),
                layers = Layers.Select(l => Describe("application/vnd.oci.image.layer.v1.tar", Encoding.UTF8.GetBytes(l))),
            });
            return new RegistryManifest(MediaTypes.OciManifest, Digest.Of(content), content);
        }
    }

    /// <summary>Sends it to a registry, under the reference's tag.</summary>
    public async Task<Digest> PushAsync(RegistryClient client, ImageReference reference)
    {
        foreach (var blob in Layers.Select(Encoding.UTF8.GetBytes).Append(Config))
        {
            await client.UploadBlobAsync(reference, blob, CancellationToken.None).ConfigureAwait(false);
        }

        await client.PutManifestAsync(reference, Manifest, CancellationToken.None).ConfigureAwait(false);
        return Manifest.Digest;
    }

    private static object Describe(string mediaType, byte[] content) => new { mediaType, digest = Digest.Of(content).ToString(), size = content.Length };
}
