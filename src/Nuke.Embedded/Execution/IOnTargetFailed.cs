namespace Nuke.Common.Execution;

/// <summary>Called when a target failed.</summary>
public interface IOnTargetFailed : IBuildExtension
{
    /// <summary>Called when a target failed.</summary>
    void OnTargetFailed(ExecutableTarget target);
}
