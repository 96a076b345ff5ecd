using System.Globalization;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>Progress as lines that begin with the image's name: for pipes, logs and CI.</summary>
/// <param name="output">Where lines go: standard error, since data goes to standard output.</param>
/// <param name="images">The images' names, for the width of the first column.</param>
/// <param name="style">Colours, or none.</param>
/// <param name="isVerbose">Show what the steps print, too.</param>
internal sealed class LineProgress(TextWriter output, IEnumerable<string> images, LineStyle style, bool isVerbose) : IBuildProgress
{
    private readonly int _width = images.Select(i => i.Length).Append(8).Max();
    private readonly Lock _lock = new();

    public void Report(BuildEvent happened)
    {
        var line = happened switch
        {
            BuildEvent.StepStarted e when e.Step.Index > 0 => Line(e.Image, Describe(e.Step)),
            BuildEvent.StepFinished { Error: not null } e => Line(e.Image, style.Bad($"{Describe(e.Step)} failed after {Seconds(e.Duration)}")),
            BuildEvent.StepFinished { Cached: true } e when e.Step.Index > 0 => Line(e.Image, style.Faint($"{Describe(e.Step)} cached")),
            BuildEvent.StepFinished e when e.Step.Index > 0 && e.Duration.TotalSeconds >= 1 =>
                Line(e.Image, style.Faint($"{Count(e.Step)} done in {Seconds(e.Duration)}")),
            BuildEvent.StepOutput e when isVerbose => Line(e.Image, style.Faint($"{Count(e.Step)} > {e.Line}")),
            BuildEvent.ImageFinished { Result: ImageBuilt r } => Line(r.Image, style.Good($"built in {Seconds(r.Duration)}")),
            BuildEvent.ImageFinished { Result: ImageFailed r } => Line(r.Image, style.Bad("failed")),
            BuildEvent.ImageFinished { Result: ImageNotBuilt r } => Line(r.Image, style.Warn($"not built: {r.Because}")),
            BuildEvent.ImageFinished { Result: ImageSkipped r } => Line(r.Image, style.Faint($"skipped: {r.Reason}")),
            BuildEvent.Stalled e => Line("strata", style.Warn($"nothing heard of the engine for {Seconds(e.Silence)}; Ctrl-C ends the build")),
            BuildEvent.Warning e => Line(e.Image ?? "strata", style.Warn(e.Text)),
            BuildEvent.Note e => Line("strata", e.Text),
            _ => null,
        };
        if (line is null)
            return;

        lock (_lock)
            output.WriteLine(line);
    }

    /// <summary>A duration as people say it: <c>0.4 s</c>, <c>48 s</c>, <c>2m 05s</c>.</summary>
    public static string Seconds(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 9.95 } => duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        { TotalSeconds: < 119.5 } => duration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
        _ => $"{(int)duration.TotalMinutes}m {duration.Seconds:00}s",
    };

    private string Line(string image, string text) => style.Name(image.PadRight(_width)) + " " + text;

    private static string Describe(BuildStep step)
    {
        // Flags and line breaks of a long RUN say little; the command does.
        var words = step.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => !w.StartsWith("--mount=", StringComparison.Ordinal));
        var text = string.Join(' ', words);
        return $"{Count(step)} {(text.Length > 120 ? text[..119] + "…" : text)}";
    }

    private static string Count(BuildStep step) =>
        $"[{(step.Stage.Length > 0 ? step.Stage + " " : "")}{step.Index}/{step.Count}]";
}
