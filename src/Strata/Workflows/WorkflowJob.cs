using System.Collections.Immutable;

namespace Strata.Workflows;

/// <summary>A job of a workflow.</summary>
/// <param name="Id">Its key: letters, digits, dashes and underscores.</param>
/// <param name="Runner">The label of the runners that take it: one word, as Gitea knows no lists of labels.</param>
/// <param name="Steps">In order.</param>
public sealed record WorkflowJob(string Id, string Runner, ImmutableArray<WorkflowStep> Steps)
{
    /// <summary>What people see; null for the id.</summary>
    public string? Name { get; init; }

    /// <summary>Jobs that have to be done before.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Minutes after which the forge ends it; null for the forge's own limit. Gitea before 1.27 ignores it.</summary>
    public int? TimeoutMinutes { get; init; }

    /// <summary>The values of the one matrix variable, written out; empty for no matrix.</summary>
    public ImmutableArray<string> Matrix { get; init; } = [];

    /// <summary>The name of the matrix variable.</summary>
    public const string MatrixVariable = "image";
}
