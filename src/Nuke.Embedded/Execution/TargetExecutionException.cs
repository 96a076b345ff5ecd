namespace Nuke.Common.Execution;

/// <summary>Ends the run after a target failed; the target's own error is the inner exception and was logged already.</summary>
internal sealed class TargetExecutionException(string targetName, Exception inner)
    : Exception($"Target '{targetName}' has thrown an exception.", inner);
