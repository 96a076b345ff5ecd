namespace Nuke.Common.Execution;

/// <summary>Called when a target's summary pairs were set.</summary>
public interface IOnTargetSummaryUpdated : IBuildExtension
{
    /// <summary>Called when a target's summary pairs were set.</summary>
    void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target);
}
