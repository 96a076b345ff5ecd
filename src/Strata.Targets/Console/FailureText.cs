using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>A failure as users see it first: the Dockerfile line and the command, the last lines that it printed, what to do.</summary>
internal static class FailureText
{
    public static IEnumerable<StyledText> Render(ImageFailed failed)
    {
        var problem = failed.Problem;
        yield return StyledText.Empty;
        yield return StyledText.Empty.Add(Tone.Bad, $"{failed.Image} failed").Add($" at {problem.Place}");
        foreach (var line in Lines(problem.What))
        {
            yield return StyledText.Empty.Add("  " + line);
        }

        foreach (var line in Lines(problem.Excerpt))
        {
            yield return StyledText.Empty.Add(Tone.Faint, "  | ").Add(line);
        }

        if (problem.Next is { } next)
        {
            yield return StyledText.Empty.Add(Tone.Name, "  next: ").Add(next);
        }

        yield return StyledText.Empty;
    }

    private static IEnumerable<string> Lines(string? text) => text is null ? [] : text.TrimEnd().Split('\n').Select(l => l.TrimEnd());
}
