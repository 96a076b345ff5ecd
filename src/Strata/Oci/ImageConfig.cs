using System.Collections.Immutable;
using System.Text.Json;

namespace Strata.Oci;

/// <summary>What an image's config says of it.</summary>
/// <param name="Platform">What it runs on; null when the config does not say.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="DiffIds">Digests of its uncompressed layers, the base's first.</param>
public sealed record ImageConfig(Platform? Platform, ImmutableSortedDictionary<string, string> Labels, ImmutableArray<string> DiffIds)
{
    /// <summary>When it was made; null when the config does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Whether it stands on the very image that has these layers.</summary>
    public bool StandsOn(ImmutableArray<string> parent) =>
        DiffIds.Length >= parent.Length && DiffIds.AsSpan(0, parent.Length).SequenceEqual(parent.AsSpan());

    /// <summary>Reads a config.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ImageConfig Parse(ReadOnlyMemory<byte> json) => OciJson.Read(json, "the image's config", root =>
    {
        var name = $"{OciJson.Text(root, "os")}/{OciJson.Text(root, "architecture")}";
        var variant = OciJson.Text(root, "variant");
        Platform.TryParse(string.IsNullOrEmpty(variant) ? name : $"{name}/{variant}", out var platform);
        var labels = Part(root, "config") is { } config ? OciJson.Texts(config, "Labels") : ImmutableSortedDictionary<string, string>.Empty;
        var diffIds = Part(root, "rootfs") is { } files ? OciJson.List(files, "diff_ids", e => e.ValueKind == JsonValueKind.String ? e.GetString()! : "") : [];
        var created = root.TryGetProperty("created", out var when) && when.ValueKind == JsonValueKind.String && when.TryGetDateTimeOffset(out var time) ? time : (DateTimeOffset?)null;
        return new ImageConfig(platform, labels, diffIds) { Created = created };
    });

    private static JsonElement? Part(JsonElement json, string name) =>
        json.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;
}
