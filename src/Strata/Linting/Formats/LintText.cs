using System.Text;

namespace Strata.Linting.Formats;

/// <summary>Writes a report for people.</summary>
public static class LintText
{
    /// <summary>The findings, each with its source line and caret, and a last line that counts them.</summary>
    public static string Render(LintReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Findings)
        {
            var next = finding.Next is null ? "" : "; " + finding.Next;
            text.Append($"{finding.Path}:{finding.Span}: {Word(finding.Severity)} {finding.Rule.Id}: {finding.What}{next}\n");
            foreach (var line in finding.Excerpt?.Split('\n') ?? [])
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.Append(Summary(report)).Append('\n').ToString();
    }

    /// <summary>How many findings of each severity, and how many are ignored.</summary>
    public static string Summary(LintReport report)
    {
        var counts = string.Join(", ", ((Severity[])[Severity.Error, Severity.Warning, Severity.Note])
            .Select(s => (Severity: s, Count: report.Count(s)))
            .Where(c => c.Count > 0)
            .Select(c => $"{c.Count} {Word(c.Severity)}{(c.Count == 1 ? "" : "s")}"));
        var ignored = report.Ignored.Length == 0 ? "" : $", {report.Ignored.Length} ignored with a reason";
        return $"lint: {(counts.Length == 0 ? "no findings" : counts)}{ignored}";
    }

    /// <summary><c>error</c>, <c>warning</c> or <c>note</c>.</summary>
    internal static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
