using System.Text.Json;

namespace Strata.Linting.Formats;

/// <summary>Writes a report as JSON: <c>{ "version": 1, "findings": [...] }</c>, ignored ones with <c>ignoredBecause</c>.</summary>
public static class LintJson
{
    /// <summary>The document.</summary>
    public static string Render(LintReport report) => JsonDocumentText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings.Concat(report.Ignored))
        {
            Write(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteStartArray("aliases");
        foreach (var alias in finding.Rule.Aliases)
        {
            json.WriteStringValue(alias);
        }

        json.WriteEndArray();
        json.WriteString("severity", LintText.Word(finding.Severity));
        json.WriteString("path", finding.Path);
        json.WriteNumber("line", finding.Span.StartLine);
        json.WriteNumber("column", finding.Span.StartColumn);
        json.WriteNumber("endLine", finding.Span.EndLine);
        json.WriteString("what", finding.What);
        json.WriteString("next", finding.Next);
        json.WriteBoolean("isFixable", finding.Fix is not null);
        json.WriteString("ignoredBecause", finding.IgnoredBecause);
        json.WriteEndObject();
    }
}
