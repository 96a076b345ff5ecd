namespace Nuke.Common.Execution;

/// <summary>Calls the virtual methods of the build, behind all other extensions.</summary>
internal sealed class CallBuildEventsAttribute : BuildExtensionAttributeBase,
    IOnBuildCreated, IOnBuildInitialized, IOnBuildFinished, IOnTargetRunning, IOnTargetSkipped, IOnTargetSucceeded, IOnTargetFailed
{
    private NukeBuild Called => (NukeBuild)Build;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) => Called.OnBuildCreated();

    public void OnBuildInitialized(
        IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) =>
        Called.OnBuildInitialized();

    public void OnBuildFinished() => Called.OnBuildFinished();

    public void OnTargetRunning(ExecutableTarget target) => Called.OnTargetRunning(target.Name);

    public void OnTargetSkipped(ExecutableTarget target) => Called.OnTargetSkipped(target.Name);

    public void OnTargetSucceeded(ExecutableTarget target) => Called.OnTargetSucceeded(target.Name);

    public void OnTargetFailed(ExecutableTarget target) => Called.OnTargetFailed(target.Name);
}
