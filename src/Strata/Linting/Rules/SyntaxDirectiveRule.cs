using System.Globalization;
using System.Text.RegularExpressions;

namespace Strata.Linting.Rules;

/// <summary>ST010.</summary>
internal sealed partial class SyntaxDirectiveRule() : LintRule("ST010", Severity.Warning, "a Dockerfile names the frontend that reads it, 1.7 or newer")
{
    private const string Line = "# syntax=docker/dockerfile:1.7";

    public override string Why =>
        "Without the directive each engine reads the file with the frontend that it was built with, and an old one knows no cache mounts and no COPY --link.";

    public override string Bad => "FROM python:3.12-slim";

    public override string Good => "# syntax=docker/dockerfile:1.7\nFROM python:3.12-slim";

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        var dockerfile = file.Dockerfile;
        var first = dockerfile.Instructions.First().Span;
        if (dockerfile.Syntax is null)
        {
            yield return At(file, first, "the syntax directive is missing", $"write {Line} as the first line", new TextEdit(file.Source.Start, 0, Line + "\n"));
        }
        else if (Version().Match(dockerfile.Syntax) is { Success: true } match && IsOld(match))
        {
            yield return At(file, first, $"the syntax '{dockerfile.Syntax}' is older than 1.7", $"write {Line}");
        }
    }

    // "1" is the newest 1.x.
    private static bool IsOld(Match version) =>
        int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture) is var major && major < 1
        || major == 1 && version.Groups[2].Success && int.Parse(version.Groups[2].Value, CultureInfo.InvariantCulture) < 7;

    [GeneratedRegex(@"^(?:docker\.io/)?docker/dockerfile(?:-upstream)?:(\d{1,6})(?:\.(\d{1,6}))?", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
