namespace Nuke.Common.Execution;

/// <summary>Called when a target went well.</summary>
public interface IOnTargetSucceeded : IBuildExtension
{
    /// <summary>Called when a target went well.</summary>
    void OnTargetSucceeded(ExecutableTarget target);
}
