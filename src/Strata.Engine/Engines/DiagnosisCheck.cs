namespace Strata.Engine.Engines;

/// <summary>One thing that was looked at, and what to do about it.</summary>
/// <param name="Name">What was looked at, such as <c>buildx</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="Detail">What was found: version, path, reason.</param>
/// <param name="Fix">The command that puts it right; null when there is nothing to do.</param>
public sealed record DiagnosisCheck(string Name, CheckState State, string Detail, string? Fix = null);
