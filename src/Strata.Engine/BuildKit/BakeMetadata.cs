using System.Collections.Immutable;
using System.Text.Json;

namespace Strata.Engine.BuildKit;

/// <summary>Reads the file that bake writes when every target went well.</summary>
internal static class BakeMetadata
{
    /// <summary>Digest of the manifest by target; entries that are no target or have no digest are left out.</summary>
    public static ImmutableDictionary<string, string> Digests(ReadOnlyMemory<byte> file)
    {
        try
        {
            using var json = JsonDocument.Parse(file);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ImmutableDictionary<string, string>.Empty;
            }

            return json.RootElement.EnumerateObject()
                .Where(e => e.Value.ValueKind == JsonValueKind.Object)
                .Select(e => (e.Name, Digest: e.Value.TryGetProperty("containerimage.digest", out var d) && d.ValueKind == JsonValueKind.String ? d.GetString() : null))
                .Where(e => e.Digest is not null)
                .ToImmutableDictionary(e => e.Name, e => e.Digest!, StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            // The caller says which digest is missing.
            return ImmutableDictionary<string, string>.Empty;
        }
    }
}
