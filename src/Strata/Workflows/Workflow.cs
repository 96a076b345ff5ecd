using System.Collections.Immutable;

namespace Strata.Workflows;

/// <summary>A workflow as Gitea and GitHub read it; only what both understand.</summary>
/// <param name="Name">Its name, which is also its file's without the extension.</param>
/// <param name="Triggers">When it runs.</param>
/// <param name="Jobs">In the order of the file.</param>
public sealed record Workflow(string Name, WorkflowTriggers Triggers, ImmutableArray<WorkflowJob> Jobs)
{
    /// <summary>Runs of the same group wait for each other; null for no group. Gitea before 1.26 ignores it.</summary>
    public string? ConcurrencyGroup { get; init; }

    /// <summary>What the job's own token may do by scope, such as <c>contents: read</c>; empty leaves it to the forge. Gitea before 1.26 ignores it.</summary>
    public ImmutableSortedDictionary<string, string> Permissions { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Lines above it in the file, without the comment sign.</summary>
    public ImmutableArray<string> Header { get; init; } = [];
}
