using System.Collections.Immutable;

namespace Strata.Workflows;

/// <summary>When a workflow runs.</summary>
public sealed record WorkflowTriggers
{
    /// <summary>Branches whose pushes start it.</summary>
    public ImmutableArray<string> PushBranches { get; init; } = [];

    /// <summary>Tags whose pushes start it, such as <c>v*</c>.</summary>
    public ImmutableArray<string> PushTags { get; init; } = [];

    /// <summary>Branches whose pull requests start it.</summary>
    public ImmutableArray<string> PullRequestBranches { get; init; } = [];

    /// <summary>Times in cron's five fields, UTC.</summary>
    public ImmutableArray<string> Schedules { get; init; } = [];

    /// <summary>People can start it by hand.</summary>
    public bool IsManual { get; init; }
}
