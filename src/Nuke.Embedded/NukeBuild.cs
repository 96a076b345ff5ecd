using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>Base of a build: a class with targets and <c>static int Main() => Execute&lt;Build>(b => b.Compile);</c>.</summary>
[InjectParameterValues(Priority = 100)]
[HandleShellCompletion(Priority = 75)]
[GenerateBuildServerConfigurations(Priority = 50)]
[HandlePlanRequests(Priority = 10)]
[HandleHelpRequests(Priority = 5)]
[InjectNonParameterValues(Priority = -100)]
[CallBuildEvents(Priority = float.MinValue)]
public abstract partial class NukeBuild : INukeBuild
{
    /// <summary>Runs the build.</summary>
    /// <param name="defaultTargetExpressions">The targets that run when none is named.</param>
    /// <returns>The exit code.</returns>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() =>
        BuildRun.Execute(defaultTargetExpressions);

    internal IReadOnlyCollection<ExecutableTarget> ExecutableTargets { get; set; } = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; set; }

    /// <inheritdoc/>
    [Parameter("List of targets to be invoked. Default is '{default_target}'.", Name = ParameterValues.Targets, Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(t => t.Invoked)];

    /// <inheritdoc/>
    [Parameter("List of targets to be skipped. Empty list skips all dependencies.", Name = ParameterValues.Skip, Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => With(ExecutionStatus.Skipped);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => With(ExecutionStatus.Scheduled);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => With(ExecutionStatus.Running);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => With(ExecutionStatus.Aborted);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => With(ExecutionStatus.Failed);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => With(ExecutionStatus.Succeeded);

    /// <inheritdoc/>
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. FailedTargets, .. SucceededTargets];

    /// <inheritdoc/>
    [Parameter("Shows the execution plan.")]
    public bool Plan { get; }

    /// <inheritdoc/>
    [Parameter("Shows this help.")]
    public bool Help { get; }

    /// <inheritdoc/>
    [Parameter("Leaves out the line about NUKE.")]
    public bool NoLogo { get; set; }

    /// <inheritdoc/>
    [Parameter("Continues a previously failed attempt of the same invocation.")]
    public bool Continue { get; internal set; }

    /// <inheritdoc/>
    [Parameter("Partition to use on CI.", List = false)]
    public Partition Partition { get; internal set; } = Partition.Single;

    /// <inheritdoc/>
    public bool IsSucceeding => !IsFailing;

    /// <inheritdoc/>
    public bool IsFailing => ExecutionPlan.Any(t => t.Status is ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.NotRun);

    /// <inheritdoc/>
    public bool IsFinished => !ExecutionPlan.Any(t => t.Status is ExecutionStatus.Scheduled or ExecutionStatus.Running);

    /// <inheritdoc/>
    public int? ExitCode { get; set; }

    /// <inheritdoc/>
    public void ReportSummary(Configure<Dictionary<string, string>> configurator = null) =>
        ReportSummary(ExecutionPlan.Single(t => t.Status == ExecutionStatus.Running), configurator);

    internal void ReportSummary(ExecutableTarget target, Configure<Dictionary<string, string>> configurator)
    {
        target.SummaryInformation = new Dictionary<string, string>(configurator.InvokeSafe([]));
        Extend<IOnTargetSummaryUpdated>(e => e.OnTargetSummaryUpdated(this, target));
    }

    private List<ExecutableTarget> With(ExecutionStatus status) => [.. ExecutionPlan.Where(t => t.Status == status)];
}
