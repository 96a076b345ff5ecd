using Nuke.Common;
using Nuke.Common.Execution;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>
/// Checks a call before anything runs, on the packaged Nuke as on the embedded one: unknown targets and parameters, which Nuke ignores
/// or answers with exit code 255, end the call with exit code 2 and the nearest name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StrataBuildAttribute : BuildExtensionAttributeBase, IOnBuildCreated, IOnBuildInitialized, IOnBuildFinished
{
    /// <summary>Before Nuke's own extensions: they inject parameters and answer <c>--help</c>.</summary>
    public override float Priority { get; set; } = 200;

    /// <inheritdoc />
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets)
    {
        // The interface cannot name its target 'Plan': NukeBuild.Plan, the switch --plan, would hide it.
        foreach (var target in executableTargets.Where(t => t.Name == nameof(IPlanImages.PlanImages)))
            target.Name = "Plan";

        var session = StrataSession.Of(Build);
        session.Guard(() => CommandLineCheck.Run(Build.GetType(), executableTargets, Environment.GetCommandLineArgs().Skip(1)));
        session.Guard(session.CheckDeclarations);
    }

    /// <inheritdoc />
    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        var session = StrataSession.Of(Build);
        if (!Build.Help)
        {
            session.Guard(() => session.CheckGraph([.. executionPlan.Select(t => t.Name)]));
        }
    }

    /// <inheritdoc />
    public void OnBuildFinished() => StrataSession.Of(Build).Finish();
}
