using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Strata.Engine.Hosts;

namespace Strata.Engine.Supplies;

/// <summary>Makes an OCI image layout of one image with one layer, around a layer blob that stands there already.</summary>
/// <param name="host">Where the layout is.</param>
/// <param name="directory">The layout; absolute.</param>
internal sealed class OciLayoutWriter(IBuildHost host, string directory)
{
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Writes config, manifest and index; equal arguments make equal bytes, so two writers at once do no harm.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="platform">What the image runs on.</param>
    /// <param name="created">What the image says of its making.</param>
    /// <param name="cancellation">Ends the work; a layout without index counts as none.</param>
    /// <returns>The manifest's digest.</returns>
    public async Task<string> WriteAsync(LayerBlob layer, OciPlatform platform, DateTimeOffset created, CancellationToken cancellation)
    {
        var date = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var config = await AddBlobAsync(new JsonObject
        {
            ["created"] = date,
            ["architecture"] = platform.Architecture,
            ["variant"] = platform.Variant,
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Env"] = new JsonArray($"PATH={Path}"), ["Cmd"] = new JsonArray("sh") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(layer.DiffId) },
            ["history"] = new JsonArray(new JsonObject { ["created"] = date, ["created_by"] = "mmdebstrap" }),
        }, "application/vnd.oci.image.config.v1+json", cancellation).ConfigureAwait(false);

        var manifest = await AddBlobAsync(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = config,
            ["layers"] = new JsonArray(Descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer.Digest, layer.Bytes)),
        }, ManifestType, cancellation).ConfigureAwait(false);

        var digest = manifest["digest"]!.GetValue<string>();
        manifest["platform"] = Clean(new JsonObject { ["architecture"] = platform.Architecture, ["os"] = "linux", ["variant"] = platform.Variant });
        await WriteAsync("oci-layout", new JsonObject { ["imageLayoutVersion"] = "1.0.0" }, cancellation).ConfigureAwait(false);
        await WriteAsync("index.json", new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(manifest) }, cancellation).ConfigureAwait(false);
        return digest;
    }

    private async Task<JsonObject> AddBlobAsync(JsonObject content, string mediaType, CancellationToken cancellation)
    {
        var bytes = Bytes(Clean(content));
        var hex = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await host.WriteFileAsync($"{directory}/blobs/sha256/{hex}", bytes, isPrivate: false, cancellation).ConfigureAwait(false);
        return Descriptor(mediaType, $"sha256:{hex}", bytes.Length);
    }

    private Task WriteAsync(string name, JsonObject content, CancellationToken cancellation) =>
        host.WriteFileAsync($"{directory}/{name}", Bytes(content), isPrivate: false, cancellation);

    private static JsonObject Descriptor(string mediaType, string digest, long size) =>
        new() { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = size };

    private static JsonObject Clean(JsonObject content)
    {
        if (content["variant"] is null)
        {
            content.Remove("variant");
        }

        return content;
    }

    private static byte[] Bytes(JsonObject content) => Encoding.UTF8.GetBytes(content.ToJsonString());
}
