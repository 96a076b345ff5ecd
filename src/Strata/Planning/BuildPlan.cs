using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Planning;

/// <summary>What an invocation does: a step for each image that it takes in, parents first.</summary>
/// <param name="Supply">Where upstream bytes come from.</param>
/// <param name="Steps">Parents before children.</param>
public sealed record BuildPlan(Supply Supply, ImmutableArray<PlanStep> Steps)
{
    private CriticalPath? _criticalPath;

    /// <summary>The steps that BuildKit has to do.</summary>
    public IEnumerable<PlanStep> ToBuild => Steps.Where(s => s.Action == PlanAction.Build);

    /// <summary>The steps whose image is there already.</summary>
    public IEnumerable<PlanStep> ToReuse => Steps.Where(s => s.Action == PlanAction.Reuse);

    /// <summary>The chain of builds that takes longest.</summary>
    public CriticalPath CriticalPath => _criticalPath ??= CriticalPath.Find(Steps);
}
