using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>The live view of one moment: a line per image, running and failed ones first where there is not room for all, and a line of totals.</summary>
internal static class LiveFrame
{
    private const int Narrowest = 8;

    /// <summary>Renders what is shown; never more lines than the terminal has, and one less so that the shell's own line stays.</summary>
    public static IReadOnlyList<StyledText> Render(LiveState state, TerminalSize size, DateTimeOffset now)
    {
        var rows = Math.Max(1, size.Rows - 1);
        var lines = new List<StyledText>();
        var last = state.Silence is { } silence
            ? [StyledText.Empty.Add(Tone.Warn, $"nothing heard of the engine for {Durations.Clock(silence)}; Ctrl-C ends the build"), Totals(state, now)]
            : new[] { Totals(state, now) };
        if (state.HasBegun)
        {
            lines.AddRange(Images(state, rows - last.Length, size.Columns, now));
        }

        lines.AddRange(last);
        return lines;
    }

    private static IEnumerable<StyledText> Images(LiveState state, int rows, int columns, DateTimeOffset now)
    {
        if (rows <= 0)
        {
            return [];
        }

        var shown = state.Images.ToList();
        var folds = new List<StyledText>();
        if (shown.Count > rows)
        {
            shown = [.. state.Images.Where(i => i.IsRunning || i.Result is ImageFailed)];
            folds = [.. Folds(state)];
            if (shown.Count + folds.Count > rows)
            {
                var room = Math.Max(0, rows - folds.Count - 1);
                folds.Insert(0, Fold($"{shown.Count - room} more", shown.Skip(room).OrderBy(i => i.Result is ImageFailed ? 0 : 1)));
                shown = [.. shown.OrderBy(i => i.Result is ImageFailed ? 0 : 1).Take(room)];
            }
        }

        var name = Math.Clamp(shown.Select(i => i.Image.Name.Length).DefaultIfEmpty(0).Max(), Narrowest, Math.Max(Narrowest, columns / 3));
        return shown.Select(i => Image(state, i, name, columns, now)).Concat(folds).Take(rows);
    }

    private static StyledText Image(LiveState state, ImageActivity image, int nameWidth, int columns, DateTimeOffset now)
    {
        var line = StyledText.Empty.Add(Tone.Name, "  " + StyledText.Fill(image.Image.Name, nameWidth) + " ");
        if (image.Result is { } result)
        {
            var (tone, text) = ResultText.Describe(result);
            return line.Add(tone, text);
        }

        if (!image.IsRunning)
        {
            return line.Add(Tone.Faint, state.WaitsFor(image) is { } parent ? $"waits for {parent}" : "waits for the engine");
        }

        var (step, since) = image.Current;
        var seconds = Durations.Clock(now - since);
        var left = columns - line.Width - Math.Max(7, seconds.Length + 1);
        var hasOutput = image.LastLine.Length > 0 && left >= 40;
        var textWidth = hasOutput ? Math.Max(24, left * (left > 90 ? 50 : 58) / 100) : left;
        line = line.Add(StyledText.Fill(StepText.Describe(step), textWidth)).Add(Tone.Name, seconds.PadLeft(7));
        return hasOutput ? line.Add(Tone.Faint, "  > " + image.LastLine) : line;
    }

    /// <summary>Lines that stand for the images that wait and those that are done.</summary>
    private static IEnumerable<StyledText> Folds(LiveState state)
    {
        var waiting = state.Images.Where(i => i.Result is null && !i.IsRunning).ToList();
        if (waiting.Count > 0)
        {
            yield return Fold($"{waiting.Count} waiting", waiting);
        }

        foreach (var group in state.Images.Where(i => i.Result is not (null or ImageFailed)).GroupBy(i => Word(i.Result!)))
        {
            // The last ones are the news.
            yield return Fold($"{group.Count()} {group.Key}", group.Reverse());
        }
    }

    private static StyledText Fold(string count, IEnumerable<ImageActivity> images) =>
        StyledText.Empty.Add("  " + count).Add(Tone.Faint, ": " + string.Join(", ", images.Take(30).Select(i => i.Image.Name)));

    private static StyledText Totals(LiveState state, DateTimeOffset now)
    {
        var elapsed = Durations.Clock(now - state.Began);
        if (state.IsCancelling)
        {
            return StyledText.Empty.Add(Tone.Warn, "cancelling").Add($" · {elapsed} · Ctrl-C again ends at once");
        }

        if (!state.HasBegun)
        {
            return StyledText.Empty.Add(Tone.Name, "prepare ").Add(state.Note.Length > 0 ? state.Note : "the engine").Add(Tone.Faint, $" · {elapsed}");
        }

        var counts = new (int Count, string Word, Tone Tone)[]
        {
            (state.Images.Count(i => i.Result is ImageFailed), "failed", Tone.Bad),
            (state.Images.Count(i => i.IsRunning), "running", Tone.Plain),
            (state.Images.Count(i => i.Result is null && !i.IsRunning), "waiting", Tone.Plain),
        };
        var done = state.Images.Count(i => i.Result is not (null or ImageFailed or ImageNotBuilt));
        var line = StyledText.Empty.Add(Tone.Name, "build   ").Add($"{done} of {state.Images.Count} done");
        foreach (var (count, word, tone) in counts.Where(c => c.Count > 0))
        {
            line = line.Add(" · ").Add(tone, $"{count} {word}");
        }

        line = line.Add($" · {elapsed}");
        return state.Planned is { } planned ? line.Add(Tone.Faint, $" of about {Durations.Clock(planned)}") : line;
    }

    private static string Word(ImageResult result) => result switch
    {
        ImageBuilt => "built",
        ImageReused => "reused",
        ImageNotBuilt => "not built",
        ImageSkipped => "skipped",
        _ => "done",
    };
}
