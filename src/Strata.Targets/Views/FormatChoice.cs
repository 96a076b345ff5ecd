namespace Strata.Targets.Views;

/// <summary>The format that a call asks a target for.</summary>
internal static class FormatChoice
{
    /// <returns>One of the formats; the first when none is given.</returns>
    /// <exception cref="DefinitionException">The target does not know it.</exception>
    public static string Of(string? given, params string[] formats) =>
        given is null ? formats[0]
        : formats.FirstOrDefault(f => f.Equals(given, StringComparison.OrdinalIgnoreCase))
            ?? throw new DefinitionException(new Problem(
                "command line", $"--format takes {string.Join(", ", formats)}, not '{given}'", Spelling.Suggestion(given, formats)));
}
