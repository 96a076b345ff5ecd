namespace Nuke.Common.Execution;

/// <summary>Called when the targets are known; parameters have their values from priority 100 down.</summary>
public interface IOnBuildCreated : IBuildExtension
{
    /// <summary>Called when the targets are known; parameters have their values from priority 100 down.</summary>
    void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets);
}
