using System.Globalization;
using System.Text;
using Strata.Planning;

namespace Strata.Reports;

/// <summary>What became of a call's images, as a Markdown table for a forge's page of the run.</summary>
public static class SummaryMarkdown
{
    /// <summary>A headline and a row for each image of the plan: result, why, seconds, size, and how much bigger or smaller it has become.</summary>
    /// <param name="plan">What was to be done.</param>
    /// <param name="results">What became of it, by image; those without a result have not ended.</param>
    public static string Render(BuildPlan plan, IReadOnlyDictionary<string, ImageResult> results)
    {
        var counts = plan.Steps.Select(s => Word(results.GetValueOrDefault(s.Image.Name))).GroupBy(w => w, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        var text = new StringBuilder($"### Images: {string.Join(", ", counts)}\n\n");
        text.Append("| image | result | why | time | size | difference |\n|---|---|---|--:|--:|--:|\n");
        foreach (var step in plan.Steps)
        {
            var result = results.GetValueOrDefault(step.Image.Name);
            var time = result is ImageBuilt built ? DurationText.Format(built.Duration) : "";
            var size = (result as ImageAvailable)?.Size is > 0 and var bytes ? bytes : (long?)null;
            text.Append($"| {step.Image.Name} | {Word(result)} | {Cell(Why(step, result))} | {time} | {(size is { } s ? Megabytes(s) : "")} | {Difference(result, size, step.SizeBefore)} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Why(PlanStep step, ImageResult? result) => result switch
    {
        ImageFailed failed => failed.Problem.What,
        ImageNotBuilt not => not.Because,
        ImageSkipped skipped => skipped.Reason,
        _ => step.Reason,
    };

    private static string Word(ImageResult? result) => result switch
    {
        ImageBuilt => "built",
        ImageReused => "reused",
        ImageFailed => "failed",
        ImageSkipped => "skipped",
        _ => "not built",
    };

    private static string Difference(ImageResult? result, long? size, long? before) => (result, size - before) switch
    {
        (not ImageBuilt, _) or (_, null) => "",
        (_, 0) => "none",
        (_, > 0 and var more) => "+" + Megabytes(more),
        (_, var less) => "-" + Megabytes(-(less ?? 0)),
    };

    private static string Megabytes(long bytes) => bytes < 100_000
        ? (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB"
        : (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB";

    // A line end or a bar would end the cell.
    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
