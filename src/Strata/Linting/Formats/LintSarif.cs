using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Strata.Linting.Formats;

/// <summary>Writes a report as SARIF 2.1.0: one run, paths relative to <c>%SRCROOT%</c>, ignored findings as suppressed ones.</summary>
public static class LintSarif
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>The document.</summary>
    public static string Render(LintReport report)
    {
        ImmutableArray<Finding> findings = [.. report.Findings, .. report.Ignored];
        ImmutableArray<LintRule> rules = [.. findings.Select(f => f.Rule).Distinct().OrderBy(r => r.Id, StringComparer.Ordinal)];
        return JsonText.Object(json =>
        {
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var finding in findings)
            {
                WriteResult(json, finding, rules.IndexOf(finding.Rule), Fingerprint(finding, seen));
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        });
    }

    private static void WriteTool(Utf8JsonWriter json, ImmutableArray<LintRule> rules)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "strata");
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Summary);
            WriteText(json, "fullDescription", rule.Why);
            WriteText(json, "help", $"{rule.Why}\n\nBad:\n{rule.Bad}\n\nGood:\n{rule.Good}");
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", LintText.Word(rule.Severity));
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteStartArray("tags");
            foreach (var alias in rule.Aliases)
            {
                json.WriteStringValue(alias);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int ruleIndex, string fingerprint)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", LintText.Word(finding.Severity));
        WriteText(json, "message", finding.Next is null ? finding.What : $"{finding.What}; {finding.Next}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', finding.Path.Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", "%SRCROOT%");
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Span.StartLine);
        json.WriteNumber("startColumn", finding.Span.StartColumn);
        json.WriteNumber("charOffset", finding.Span.Offset);
        json.WriteNumber("charLength", finding.Span.Length);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("strata/v1", fingerprint);
        json.WriteEndObject();
        json.WriteStartArray("suppressions");
        if (finding.IgnoredBecause is { } reason)
        {
            json.WriteStartObject();
            json.WriteString("kind", "inSource");
            json.WriteString("justification", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // Lines move; rule, file and words mostly stay. The same finding again in one file gets a number.
    private static string Fingerprint(Finding finding, Dictionary<string, int> seen)
    {
        var key = $"{finding.Rule.Id}\n{finding.Path}\n{finding.What}";
        var count = seen[key] = seen.GetValueOrDefault(key) + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{count}")))[..32];
    }
}
