using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>What stays of a build in the scrollback: what was built, what failed, what was not built because of it.</summary>
internal static class OutcomeText
{
    private const int MostLines = 20;

    /// <param name="results">In the order of the plan; what became of an image is not known when the engine was lost.</param>
    /// <param name="count">Of how many images.</param>
    /// <param name="elapsed">Time of the whole build.</param>
    /// <param name="planned">What was expected of it; null when nobody knew.</param>
    public static IEnumerable<StyledText> Render(IReadOnlyList<ImageResult> results, int count, TimeSpan elapsed, TimeSpan? planned)
    {
        var width = results.Select(r => r.Image.Length).DefaultIfEmpty(0).Max();
        var groups = results.GroupBy(r => (Order(r), Word(r))).OrderBy(g => g.Key.Item1).ToList();
        foreach (var group in groups)
        {
            if (group.Count() > MostLines && group.Key.Item2 != "failed")
            {
                var names = string.Join(", ", group.Take(5).Select(r => r.Image));
                yield return StyledText.Empty.Add("  " + $"{group.Count()} {group.Key.Item2}").Add(Tone.Faint, $": {names} ...");
                continue;
            }

            foreach (var result in group)
            {
                var (tone, text) = ResultText.Describe(result);
                yield return StyledText.Empty.Add(Tone.Name, "  " + StyledText.Fill(result.Image, width) + " ").Add(tone, text);
            }
        }

        var hasFailed = results.Any(r => r is ImageFailed or ImageNotBuilt) || results.Count < count;
        var counts = string.Join(", ", groups.Select(g => $"{g.Count()} {g.Key.Item2}"));
        var line = StyledText.Empty
            .Add(hasFailed ? Tone.Bad : Tone.Good, hasFailed ? "ended   " : "done    ")
            .Add($"{(counts.Length > 0 ? counts : "nothing built")} in {Durations.Format(elapsed)}");
        yield return planned is { } about ? line.Add(Tone.Faint, $" (planned {Durations.Clock(about)})") : line;
    }

    private static int Order(ImageResult result) => result switch
    {
        ImageBuilt => 0,
        ImageSkipped => 2,
        ImageNotBuilt => 3,
        ImageFailed => 4,
        _ => 1,
    };

    private static string Word(ImageResult result) => result switch
    {
        ImageBuilt => "built",
        ImageReused => "reused",
        ImageSkipped => "skipped",
        ImageNotBuilt => "not built",
        ImageFailed => "failed",
        _ => "done",
    };
}
