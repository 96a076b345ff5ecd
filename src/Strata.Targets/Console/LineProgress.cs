using System.Globalization;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>Progress as lines that begin with the image's name: for pipes, logs and CI.</summary>
/// <param name="output">Where lines go: standard error, since data goes to standard output.</param>
/// <param name="images">The names of all images.</param>
/// <param name="style">Colours, or none.</param>
/// <param name="isVerbose">Show what the steps print, too.</param>
internal sealed class LineProgress(TextWriter output, IReadOnlyCollection<string> images, LineStyle style, bool isVerbose) : IBuildProgress
{
    private readonly int _width = images.Select(i => i.Length).Append(8).Max();
    private readonly List<ImageResult> _results = [];
    private readonly long _began = TimeProvider.System.GetTimestamp();
    private readonly Lock _lock = new();

    public void Report(BuildEvent happened)
    {
        var line = happened switch
        {
            BuildEvent.StepStarted e when e.Step.Index > 0 => Line(e.Image, Describe(e.Step)),
            BuildEvent.StepFinished { Error: not null } e => Line(e.Image, style.Bad($"{Describe(e.Step)} failed after {Durations.Format(e.Duration)}")),
            BuildEvent.StepFinished { Cached: true } e when e.Step.Index > 0 => Line(e.Image, style.Faint($"{Describe(e.Step)} cached")),
            BuildEvent.StepFinished e when e.Step.Index > 0 && e.Duration.TotalSeconds >= 1 =>
                Line(e.Image, style.Faint($"{StepText.Count(e.Step)} done in {Durations.Format(e.Duration)}")),
            BuildEvent.StepOutput e when isVerbose => Line(e.Image, style.Faint($"{StepText.Count(e.Step)} > {e.Line}")),
            BuildEvent.ImageFinished { Result: ImageFailed r } => string.Join('\n', FailureText.Render(r).Select(l => l.Render(style))),
            BuildEvent.ImageFinished e => Line(e.Result.Image, style.Paint(ResultText.Describe(e.Result).Tone, ResultText.Describe(e.Result).Text)),
            BuildEvent.Ended => End(),
            BuildEvent.Stalled e => Line("strata", style.Warn($"nothing heard of the engine for {Durations.Format(e.Silence)}; Ctrl-C ends the build")),
            BuildEvent.Warning e => Line(e.Image ?? "strata", style.Warn(e.Text)),
            BuildEvent.Note e => Line("strata", e.Text),
            _ => null,
        };
        lock (_lock)
        {
            if (happened is BuildEvent.ImageFinished { Result: var result })
            {
                _results.Add(result);
            }

            if (line is not null)
            {
                output.WriteLine(line);
            }
        }
    }

    /// <summary>The totals; what became of each image was said when it was known.</summary>
    private string End() => OutcomeText
        .Render(_results, images.Count, TimeProvider.System.GetElapsedTime(_began), planned: null).Last().Render(style);

    private string Line(string image, string text) => style.Name(image.PadRight(_width)) + " " + text;

    private static string Describe(BuildStep step) => StyledText.Fit(StepText.Describe(step), 140);
}
