using System.Collections.Immutable;
using System.Text.Json;

namespace Strata.Oci;

/// <summary>Reads OCI's JSON, which comes from outside: what is not as specified is a <see cref="FormatException"/>.</summary>
internal static class OciJson
{
    public static T Read<T>(ReadOnlyMemory<byte> json, string what, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new FormatException($"{what} is no JSON object");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{what} is no JSON: {e.Message}", e);
        }
    }

    /// <summary>A field's text; null when it has none.</summary>
    public static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static ImmutableArray<T> List<T>(JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(read)] : [];

    public static ImmutableSortedDictionary<string, string> Texts(JsonElement json, string name)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (json.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in map.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.String))
            {
                texts[entry.Name] = entry.Value.GetString()!;
            }
        }

        return texts.ToImmutable();
    }
}
