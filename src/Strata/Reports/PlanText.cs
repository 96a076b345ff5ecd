using System.Text;
using Strata.Planning;

namespace Strata.Reports;

/// <summary>A plan as plain text.</summary>
public static class PlanText
{
    /// <summary>A headline, then a line per image with what is done and why, parents first; lines end with a line feed.</summary>
    public static string Render(BuildPlan plan)
    {
        if (plan.Steps.IsEmpty)
        {
            return "plan    no images\n";
        }

        var skipped = plan.Steps.Count(s => s.Action == PlanAction.Skip);
        var text = new StringBuilder($"plan    {Count(plan.Steps.Length)}: {plan.Steps.Length - skipped} to build");
        text.Append(skipped > 0 ? $", {skipped} skipped\n" : "\n");
        var width = plan.Steps.Max(s => s.Image.Name.Length);
        foreach (var step in plan.Steps)
        {
            text.Append($"  {step.Action.ToString().ToLowerInvariant(),-5} {step.Image.Name.PadRight(width)}  {step.Reason}\n");
        }

        return text.ToString();
    }

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
