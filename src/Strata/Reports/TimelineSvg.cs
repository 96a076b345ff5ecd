using System.Net;
using System.Text;

namespace Strata.Reports;

/// <summary>A timeline as a drawing: a bar for each image, the critical path in another colour.</summary>
internal static class TimelineSvg
{
    private const int Row = 26;
    private const int Width = 1000;
    private const int Axis = 28;
    private const double CharacterWidth = 7.2;

    public static string Render(BuildTimeline timeline)
    {
        var left = Math.Clamp(timeline.Bars.Max(b => b.Image.Length) * CharacterWidth + 16, 90, 280);
        var seconds = Math.Max(0.1, timeline.Length.TotalSeconds);

        // Room for the duration behind the longest bar.
        var scale = (Width - left - 70) / seconds;
        var height = timeline.Bars.Length * Row + Axis + 6;
        var text = new StringBuilder(FormattableString.Invariant(
            $"<svg class=\"gantt\" role=\"img\" aria-labelledby=\"gantt-title\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\">\n"));
        text.Append($"<title id=\"gantt-title\">Build timeline: {DurationText.Format(timeline.Length)} in all; critical path {Escape(string.Join(", ", timeline.Bars.Where(b => b.IsCritical).Select(b => b.Image)))}</title>\n");
        var step = Step(seconds);
        for (var at = 0.0; at <= seconds; at += step)
        {
            var x = left + at * scale;
            text.Append(FormattableString.Invariant($"<line class=\"grid\" x1=\"{x:0.#}\" y1=\"0\" x2=\"{x:0.#}\" y2=\"{height - Axis:0}\"/>"));
            text.Append(FormattableString.Invariant($"<text class=\"tick\" x=\"{x:0.#}\" y=\"{height - 8}\" text-anchor=\"middle\">")).Append($"{Tick(at)}</text>\n");
        }

        foreach (var (i, bar) in timeline.Bars.Index())
        {
            var (x, y, width) = (left + bar.Start.TotalSeconds * scale, i * Row + 4, Math.Max(2, (bar.End - bar.Start).TotalSeconds * scale));
            var duration = DurationText.Format(bar.End - bar.Start);
            text.Append($"<g><title>{Escape(bar.Image)}: {duration}, from {DurationText.Format(bar.Start)} on{(bar.IsCritical ? ", on the critical path" : "")}</title>");
            text.Append(FormattableString.Invariant($"<text x=\"{left - 10:0.#}\" y=\"{y + 14}\" text-anchor=\"end\">")).Append($"{Escape(bar.Image)}</text>");
            text.Append(FormattableString.Invariant($"<rect class=\"{(bar.IsCritical ? "bar critical" : "bar")}\" x=\"{x:0.#}\" y=\"{y}\" width=\"{width:0.#}\" height=\"{Row - 8}\" rx=\"3\"/>"));
            text.Append(FormattableString.Invariant($"<text class=\"tick\" x=\"{x + width + 6:0.#}\" y=\"{y + 14}\">")).Append($"{duration}</text></g>\n");
        }

        return text.Append("</svg>\n").ToString();
    }

    /// <summary>Some five to ten steps of a length that people count in.</summary>
    private static double Step(double seconds) =>
        new[] { 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200 }.FirstOrDefault(s => seconds / s <= 9, 14400);

    private static string Tick(double seconds) => seconds == 0 ? "0" : DurationText.Format(TimeSpan.FromSeconds(seconds));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
