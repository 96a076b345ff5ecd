using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Strata.Layers;

/// <summary>Which instruction made which layer, as an image's config tells.</summary>
public static partial class ImageHistory
{
    /// <summary>The instructions of the layers, the base's first, in one line each as a Dockerfile has them; empty texts where the history does not fit the layers.</summary>
    /// <param name="config">The image's config, JSON.</param>
    /// <param name="layers">How many layers the image has.</param>
    /// <exception cref="FormatException">It is no JSON.</exception>
    public static ImmutableArray<string> Instructions(ReadOnlyMemory<byte> config, int layers)
    {
        try
        {
            using var json = JsonDocument.Parse(config);
            var made = json.RootElement.TryGetProperty("history", out var history) && history.ValueKind == JsonValueKind.Array
                ? history.EnumerateArray().Where(MakesLayer).Select(Text).ToImmutableArray()
                : [];
            return made.Length == layers ? made : [.. Enumerable.Repeat("", layers)];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new FormatException($"the image's config is no JSON: {wrong.Message}", wrong);
        }
    }

    /// <summary>An entry's <c>created_by</c> without what builders put around the instruction.</summary>
    public static string Tidy(string createdBy)
    {
        var text = Blanks().Replace(createdBy, " ").Trim();
        text = text.EndsWith("# buildkit", StringComparison.Ordinal) ? text[..^"# buildkit".Length].TrimEnd() : text;
        var isRun = text.StartsWith("RUN ", StringComparison.Ordinal);
        text = isRun ? text["RUN ".Length..] : text;

        // The classic builder says '/bin/sh -c #(nop)  ENV a=b', and nothing but the command for RUN.
        if (text.StartsWith("/bin/sh -c #(nop) ", StringComparison.Ordinal))
        {
            return text["/bin/sh -c #(nop) ".Length..].TrimStart();
        }

        // '|2 A=b C=d' are build arguments: as many words, whose values may hold blanks and are not told apart from the command.
        var shell = text.IndexOf("/bin/sh -c ", StringComparison.Ordinal);
        if (shell == 0 || shell > 0 && text.StartsWith('|'))
        {
            return "RUN " + text[(shell + "/bin/sh -c ".Length)..];
        }

        return isRun ? "RUN " + text : text;
    }

    private static bool MakesLayer(JsonElement entry) => !entry.TryGetProperty("empty_layer", out var empty) || empty.ValueKind != JsonValueKind.True;

    private static string Text(JsonElement entry) => entry.TryGetProperty("created_by", out var by) && by.ValueKind == JsonValueKind.String ? Tidy(by.GetString()!) : "";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
