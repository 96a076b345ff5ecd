namespace Nuke.Common.Execution;

/// <summary>Called after the last target, whether the build went well or not.</summary>
public interface IOnBuildFinished : IBuildExtension
{
    /// <summary>Called after the last target, whether the build went well or not.</summary>
    void OnBuildFinished();
}
