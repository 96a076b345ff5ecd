using System.Text;
using Strata.Planning;

namespace Strata.Reports;

/// <summary>A plan as plain text.</summary>
public static class PlanText
{
    private const int ReusedNames = 6;

    /// <summary>
    /// A headline, then a line per image that is built or skipped with the reason, parents first, and one line for all that are reused; lines end with a line feed.
    /// </summary>
    public static string Render(BuildPlan plan)
    {
        if (plan.Steps.IsEmpty)
        {
            return "plan    no images\n";
        }

        var text = new StringBuilder($"plan    {string.Join(" · ", Headline(plan))}\n");
        var shown = plan.Steps.Where(s => s.Action != PlanAction.Reuse).ToArray();
        var isSplit = plan.Steps.Select(s => s.Host).Distinct().Count() > 1;
        var width = shown.Select(s => s.Image.Name.Length).DefaultIfEmpty().Max();
        foreach (var step in shown)
        {
            text.Append($"  {step.Action.ToString().ToLowerInvariant(),-5} {step.Image.Name.PadRight(width)}  {step.Reason}{(isSplit && step.Action == PlanAction.Build ? $" · on {step.Host ?? "this machine"}" : "")}\n");
        }

        var reused = plan.ToReuse.Select(s => s.Image.Name).ToArray();
        if (reused.Length > 0)
        {
            var more = reused.Length > ReusedNames ? $" and {reused.Length - ReusedNames} more" : "";
            text.Append($"  reuse {string.Join(", ", reused.Take(ReusedNames))}{more}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Headline(BuildPlan plan)
    {
        var counts = new[] { (PlanAction.Build, "to build"), (PlanAction.Reuse, "reused"), (PlanAction.Skip, "skipped") }
            .Select(c => (Count: plan.Steps.Count(s => s.Action == c.Item1), Word: c.Item2, Action: c.Item1))
            .Where(c => c.Count > 0 || c.Action == PlanAction.Build)
            .Select(c => c.Count == 0 ? "nothing to build" : $"{c.Count} {c.Word}");
        yield return $"{Count(plan.Steps.Length)}: {string.Join(", ", counts)}";
        if (plan.CriticalPath.Expected is { } expected)
        {
            yield return $"about {DurationText.Format(expected)}";
        }

        if (plan.CriticalPath is { Expected: not null, Images.Length: > 1 } path)
        {
            yield return $"critical path {string.Join(" > ", path.Images)}";
        }
    }

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
