namespace Nuke.Common.Execution;

/// <summary>Called before a target starts.</summary>
public interface IOnTargetRunning : IBuildExtension
{
    /// <summary>Called before a target starts.</summary>
    void OnTargetRunning(ExecutableTarget target);
}
