using System.Text.Json;

namespace Strata.Linting.Formats;

/// <summary>Writes a report as JSON: <c>{ "version": 1, "findings": [...] }</c>, ignored ones with <c>ignoredBecause</c>.</summary>
public static class LintJson
{
    /// <summary>The document.</summary>
    public static string Render(LintReport report) => JsonText.Object(json =>
    {
        json.WriteNumber("version", 1);
        json.WriteObjects("findings", report.Findings.Concat(report.Ignored), finding => Write(json, finding));
    });

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("rule", finding.Rule.Id);
        json.WriteStrings("aliases", finding.Rule.Aliases);
        json.WriteString("severity", LintText.Word(finding.Severity));
        json.WriteString("path", finding.Path);
        json.WriteNumber("line", finding.Span.StartLine);
        json.WriteNumber("column", finding.Span.StartColumn);
        json.WriteNumber("endLine", finding.Span.EndLine);
        json.WriteString("what", finding.What);
        json.WriteString("next", finding.Next);
        json.WriteBoolean("isFixable", finding.Fix is not null);
        json.WriteString("ignoredBecause", finding.IgnoredBecause);
    }
}
