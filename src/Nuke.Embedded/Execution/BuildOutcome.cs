using System.Globalization;
using Serilog.Events;

namespace Nuke.Common.Execution;

/// <summary>What is shown at the end: errors and warnings again, the table, the last line.</summary>
internal static class BuildOutcome
{
    public const int Width = 60;

    private const int StatusWidth = 10;
    private const int DurationWidth = 10;

    public static void WriteErrorsAndWarnings()
    {
        var events = ErrorsSink.Instance.Events;
        if (events.Count == 0)
            return;
        Line(ConsoleStyle.Plain, "");
        Line(ConsoleStyle.Heading, "── Errors & Warnings ".PadRight(Width, '─'));
        foreach (var (target, logged) in events)
        {
            var place = target.Length > 0 ? $"{target}: " : "";
            Line(LogText.Style(logged.Level), $"[{LogText.Level(logged.Level)}] {place}{LogText.Repeated(logged)}");
        }
    }

    public static void WriteTargets(INukeBuild build)
    {
        var shown = build.ExecutionPlan.Where(t => t.Status != ExecutionStatus.Collective).ToList();
        var nameWidth = shown.Select(t => t.Name.Length + 4).Append(19).Max();
        var width = nameWidth + StatusWidth + DurationWidth;

        Line(ConsoleStyle.Plain, "");
        Line(ConsoleStyle.Dim, new string('═', width));
        Line(ConsoleStyle.Heading, Row("Target", "Status", "Duration", nameWidth));
        Line(ConsoleStyle.Dim, new string('─', width));
        foreach (var target in shown)
            Line(Style(target.Status), (Row(target.Name, target.Status.ToString(), Duration(target), nameWidth) + Pairs(target)).TrimEnd());
        Line(ConsoleStyle.Dim, new string('─', width));
        Line(ConsoleStyle.Heading, Row("Total", "", Text(build.ExecutionPlan.Aggregate(TimeSpan.Zero, (sum, t) => sum + t.Duration)), nameWidth));
        Line(ConsoleStyle.Dim, new string('═', width));
    }

    public static void WriteResult(INukeBuild build)
    {
        var now = DateTime.Now.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        Line(ConsoleStyle.Plain, "");
        if (build.IsSucceeding)
            Line(ConsoleStyle.Success, $"Build succeeded on {now}.");
        else if (build.AbortedTargets.Count > 0 && build.FailedTargets.Count == 0)
            Line(ConsoleStyle.Warning, $"Build cancelled on {now}.");
        else
            Line(ConsoleStyle.Error, $"Build failed on {now}.");
    }

    private static void Line(ConsoleStyle style, string text) => ConsoleText.Write(style, text);

    private static string Row(string target, string status, string duration, int nameWidth) =>
        target.PadRight(nameWidth) + status.PadRight(StatusWidth) + duration.PadLeft(DurationWidth);

    private static string Pairs(ExecutableTarget target) =>
        target.SummaryInformation.Count == 0 ? "" : "   // " + string.Join(", ", target.SummaryInformation.Select(p => $"{p.Key}: {p.Value}"));

    private static string Duration(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted ? Text(target.Duration) : "";

    private static string Text(TimeSpan duration) =>
        duration < TimeSpan.FromSeconds(1) ? "< 1sec" : $"{(int)duration.TotalMinutes}:{duration:ss}";

    private static ConsoleStyle Style(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => ConsoleStyle.Success,
        ExecutionStatus.Failed => ConsoleStyle.Error,
        ExecutionStatus.Aborted or ExecutionStatus.NotRun => ConsoleStyle.Warning,
        _ => ConsoleStyle.Dim,
    };
}
