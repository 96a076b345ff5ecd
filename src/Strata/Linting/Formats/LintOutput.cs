namespace Strata.Linting.Formats;

/// <summary>Writes a report in the format asked for.</summary>
public static class LintOutput
{
    /// <summary>The report.</summary>
    public static string Render(LintReport report, LintFormat format) => format switch
    {
        LintFormat.Text => LintText.Render(report),
        LintFormat.Sarif => LintSarif.Render(report),
        LintFormat.Json => LintJson.Render(report),
        LintFormat.JUnit => LintJUnit.Render(report),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };

    /// <summary>Reads a format's name, in any case; null is <see cref="LintFormat.Text"/>.</summary>
    /// <exception cref="DefinitionException">There is no such format.</exception>
    public static LintFormat Parse(string? name) =>
        name is null ? LintFormat.Text
        : !int.TryParse(name, out _) && Enum.TryParse<LintFormat>(name, ignoreCase: true, out var format) ? format
        : throw new DefinitionException(new Problem("command line", $"--format takes text, sarif, json or junit, not '{name}'"));
}
