using System.Collections.Immutable;
using System.Text.Json;
using Strata.Dockerfiles;

namespace Strata.Linting;

/// <summary>Reads what other linters print, and leaves out what a rule of Strata's own looks for.</summary>
public static class ForeignFindings
{
    /// <summary>Findings of hadolint, from its <c>--format json</c>.</summary>
    /// <exception cref="JsonException">The text is not that.</exception>
    public static ImmutableArray<Finding> OfHadolint(string json, Dockerfile dockerfile)
    {
        using var document = JsonDocument.Parse(json);
        return
        [
            .. from found in document.RootElement.EnumerateArray()
               let name = found.GetProperty("code").GetString()!
               where LintRules.Find(name) is null
               let severity = found.GetProperty("level").GetString() switch { "error" => Severity.Error, "warning" => Severity.Warning, _ => Severity.Note }
               let what = Sentence(found.GetProperty("message").GetString()!)
               select new ForeignRule(name, severity, "hadolint", what).At(dockerfile, found.GetProperty("line").GetInt32(), found.GetProperty("column").GetInt32(), what),
        ];
    }

    /// <summary>Findings of BuildKit's own checks, from <c>docker buildx build --call=check,format=json</c>.</summary>
    /// <exception cref="JsonException">The text is not that.</exception>
    public static ImmutableArray<Finding> OfBuildKit(string json, Dockerfile dockerfile)
    {
        using var document = JsonDocument.Parse(json);
        return !document.RootElement.TryGetProperty("warnings", out var warnings) || warnings.ValueKind != JsonValueKind.Array ? [] :
        [
            .. from found in warnings.EnumerateArray()
               let name = found.GetProperty("ruleName").GetString()!
               where LintRules.Find(name) is null
               let what = Sentence(Text(found, "detail") ?? Text(found, "description") ?? name)
               select new ForeignRule(name, Severity.Warning, "BuildKit", Sentence(Text(found, "description") ?? name)).At(dockerfile, FirstLine(found), 1, what),
        ];
    }

    private static int FirstLine(JsonElement found) =>
        found.TryGetProperty("location", out var location) && location.TryGetProperty("ranges", out var ranges) && ranges.ValueKind == JsonValueKind.Array && ranges.GetArrayLength() > 0
        && ranges[0].TryGetProperty("start", out var start) && start.TryGetProperty("line", out var line) ? line.GetInt32() : 1;

    private static string? Text(JsonElement found, string name) => found.TryGetProperty(name, out var text) && text.GetString() is { Length: > 0 } value ? value : null;

    // As the house writes it: lower case, no full stop.
    private static string Sentence(string text)
    {
        text = text.Trim().TrimEnd('.').ReplaceLineEndings(" ");
        return text.Length > 1 && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}
