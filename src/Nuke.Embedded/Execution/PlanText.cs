using System.Text;

namespace Nuke.Common.Execution;

/// <summary>The execution plan as text: a numbered line per target with what it stands on.</summary>
internal static class PlanText
{
    public static string Of(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var text = new StringBuilder($"\nExecution plan ({plan.Count} {(plan.Count == 1 ? "target" : "targets")}):\n\n");
        var width = plan.Select(t => t.Name.Length).Append(20).Max();
        var number = 0;
        foreach (var target in plan)
            text.Append($"{++number,4}  {target.Name.PadRight(width)}  {Relations(target, plan)}".TrimEnd()).Append('\n');
        return text.ToString().TrimEnd();
    }

    /// <summary>What the target has to do with others of the plan: <c>-> A, B; after C; triggered by D</c>.</summary>
    public static string Relations(ExecutableTarget target, IReadOnlyCollection<ExecutableTarget> plan)
    {
        var parts = new[]
        {
            Names("-> ", target.ExecutionDependencies),
            Names("after ", target.OrderDependencies.Where(plan.Contains)),
            Names("triggered by ", target.TriggerDependencies.Where(plan.Contains)),
        };
        return string.Join("; ", parts.Where(p => p != null));
    }

    private static string Names(string relation, IEnumerable<ExecutableTarget> targets)
    {
        var names = string.Join(", ", targets.Select(t => t.Name).Distinct());
        return names.Length == 0 ? null : relation + names;
    }
}
