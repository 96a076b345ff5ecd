using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Engine.Hosts;
using Strata.Layers;

namespace Strata.Engine.Analysis;

/// <summary>What is remembered of an image that only a costly export tells.</summary>
internal static class AnalyzedImageFile
{
    private const int Version = 1;

    /// <summary>Reads it; null when there is none, or it is damaged or of another version.</summary>
    public static AnalyzedImage? Read(string path, string reference, string digest)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            return root.GetProperty("v").GetInt32() != Version || root.GetProperty("digest").GetString() != digest ? null : new AnalyzedImage(
                reference,
                digest,
                [.. root.GetProperty("layers").EnumerateArray().Select(l => new ImageLayer(l[0].GetString()!, l[1].GetString(), Number(l[2]), l[3].GetString()!))],
                Number(root.GetProperty("metadata")),
                root.GetProperty("created") is { ValueKind: JsonValueKind.String } created ? created.GetDateTimeOffset() : null);
        }
        catch (Exception damaged) when (damaged is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            // Then the image is read again.
            return null;
        }
    }

    /// <summary>Remembers an image; a place that cannot be written to costs only time.</summary>
    public static async Task WriteAsync(string path, AnalyzedImage image, CancellationToken cancellation)
    {
        var content = new JsonObject
        {
            ["v"] = Version,
            ["digest"] = image.Digest,
            ["metadata"] = image.MetadataSize,
            ["created"] = image.Created,
            ["layers"] = new JsonArray([.. image.Layers.Select(l => new JsonArray(l.DiffId, l.Digest, l.Compressed, l.Instruction))]),
        };
        try
        {
            await AtomicFile.WriteAsync(path, content.ToJsonString(), isPrivate: true, cancellation).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The next call reads the image again.
        }
    }

    private static long? Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}
