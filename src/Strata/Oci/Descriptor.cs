using System.Text.Json;

namespace Strata.Oci;

/// <summary>Points to content by digest, with its type and size.</summary>
/// <param name="MediaType">What the content is.</param>
/// <param name="Digest">Its hash.</param>
/// <param name="Size">Its bytes, as stored.</param>
/// <param name="Platform">What the image behind it runs on; null where none is said.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size, Platform? Platform = null)
{
    /// <exception cref="FormatException">It is no descriptor.</exception>
    internal static Descriptor Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || !Digest.TryParse(OciJson.Text(json, "digest"), out var digest)
            || !json.TryGetProperty("size", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out var size) || size < 0)
        {
            throw new FormatException("a descriptor needs a digest and a size");
        }

        return new Descriptor(OciJson.Text(json, "mediaType") ?? "", digest, size, ReadPlatform(json));
    }

    private static Platform? ReadPlatform(JsonElement json)
    {
        if (!json.TryGetProperty("platform", out var platform) || platform.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var name = $"{OciJson.Text(platform, "os")}/{OciJson.Text(platform, "architecture")}";
        return Platform.TryParse(OciJson.Text(platform, "variant") is { Length: > 0 } variant ? $"{name}/{variant}" : name, out var read) ? read : null;
    }
}
