namespace Nuke.Common.Execution;

/// <summary>Called when the plan is known, before requirements are checked.</summary>
public interface IOnBuildInitialized : IBuildExtension
{
    /// <summary>Called when the plan is known, before requirements are checked.</summary>
    void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets,
        IReadOnlyCollection<ExecutableTarget> executionPlan);
}
