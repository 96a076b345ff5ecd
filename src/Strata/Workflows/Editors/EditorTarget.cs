namespace Strata.Workflows.Editors;

/// <summary>A target that an editor offers to run.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Description">A sentence for people; null when it has none.</param>
public sealed record EditorTarget(string Name, string? Description);
