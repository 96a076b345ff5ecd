using System.Collections.Immutable;

namespace Strata.Workflows;

/// <summary>A step of a job: a script, or an action.</summary>
/// <param name="Name">What people see.</param>
public sealed record WorkflowStep(string Name)
{
    /// <summary>When it runs, as an expression; null for always when what came before went well.</summary>
    public string? Condition { get; init; }

    /// <summary>Variables of this step alone, in the order given.</summary>
    public ImmutableArray<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>Its script, run by bash; null for an action.</summary>
    public string? Script { get; init; }

    /// <summary>An action with its full commit id, <c>owner/name@40 hex digits</c>; null for a script.</summary>
    public string? Action { get; init; }

    /// <summary>What the action is given.</summary>
    public ImmutableArray<(string Name, string Value)> ActionInputs { get; init; } = [];
}
