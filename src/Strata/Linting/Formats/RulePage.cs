using System.Text;

namespace Strata.Linting.Formats;

/// <summary>Writes the pages of <c>docs/rules</c> from the rules themselves.</summary>
public static class RulePage
{
    /// <summary>The page of one rule, <c>docs/rules/ST012.md</c>.</summary>
    public static string Render(LintRule rule)
    {
        var page = new StringBuilder($"# {rule.Id}: {rule.Summary}\n\n");
        page.Append($"Severity: {LintText.Word(rule.Severity)}.");
        page.Append(rule.Aliases.IsEmpty ? "\n" : $" Elsewhere: {string.Join(", ", rule.Aliases)}.\n");
        page.Append($"\n{rule.Why}\n\n");
        page.Append(Example("Caught", rule.Bad)).Append(Example("Allowed", rule.Good));
        page.Append($"Ignore it at one place, with the reason: `# strata ignore={rule.Id} reason`. [All rules](README.md)\n");
        return page.ToString();
    }

    /// <summary>The list of all rules, <c>docs/rules/README.md</c>.</summary>
    public static string RenderIndex(IEnumerable<LintRule> rules)
    {
        var page = new StringBuilder("# Lint rules\n\nWritten from the rules in `src/Strata/Linting/Rules`. In the examples, `=== name` starts another image or file.\n\n");
        page.Append("| rule | severity | what it asks for | elsewhere |\n|---|---|---|---|\n");
        foreach (var rule in rules)
        {
            page.Append($"| [{rule.Id}]({rule.Id}.md) | {LintText.Word(rule.Severity)} | {rule.Summary.Replace("|", "\\|")} | {string.Join(", ", rule.Aliases)} |\n");
        }

        return page.ToString();
    }

    private static string Example(string title, string text) => $"{title}:\n\n```dockerfile\n{text.ReplaceLineEndings("\n").TrimEnd('\n')}\n```\n\n";
}
