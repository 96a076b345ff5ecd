using System.Collections.Immutable;
using System.Text.Json;

namespace Strata.Oci;

/// <summary>An image for one platform: its config and its layers.</summary>
/// <param name="Config">The config.</param>
/// <param name="Layers">The layers, the base's first.</param>
public sealed record ImageManifest(Descriptor Config, ImmutableArray<Descriptor> Layers)
{
    /// <summary>Bytes of config and layers as stored.</summary>
    public long Size => Config.Size + Layers.Sum(l => l.Size);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ImageManifest Parse(ReadOnlyMemory<byte> json) => OciJson.Read(json, "the manifest", root =>
        root.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
            ? new ImageManifest(Descriptor.Read(config), OciJson.List(root, "layers", Descriptor.Read))
            : throw new FormatException("the manifest has no config"));
}
