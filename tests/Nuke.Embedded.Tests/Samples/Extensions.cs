using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Embedded.Tests.Samples;

/// <summary>Says each call, and changes the plan as the product does.</summary>
public class TraceAttribute : BuildExtensionAttributeBase,
    IOnBuildCreated, IOnBuildInitialized, IOnBuildFinished, IOnTargetRunning, IOnTargetSkipped, IOnTargetSucceeded, IOnTargetFailed, IOnTargetSummaryUpdated
{
    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) =>
        Say($"created {string.Join(",", executableTargets.Select(t => t.Name))} limit {((Extensions)Build).Limit?.ToString() ?? "null"}");

    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        Say($"initialized {string.Join(",", executionPlan.Select(t => t.Name))}");
        foreach (var target in executionPlan.Where(t => t.Name == "Dropped"))
        {
            target.Status = ExecutionStatus.Skipped;
            target.Skipped = "nothing to do";
        }

        foreach (var target in executionPlan.Where(t => t.Name == "Wrapped"))
            target.Actions[0] = Wrap(target.Actions[0]);
    }

    public void OnBuildFinished() => Say("finished");

    public void OnTargetRunning(ExecutableTarget target) => Say($"running {target.Name}");

    public void OnTargetSkipped(ExecutableTarget target) => Say($"skipped {target.Name} {target.Skipped}");

    public void OnTargetSucceeded(ExecutableTarget target) => Say($"succeeded {target.Name}");

    public void OnTargetFailed(ExecutableTarget target) => Say($"failed {target.Name}");

    public void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target) => Say($"summary {target.Name} {string.Join(",", target.SummaryInformation)}");

    private static Action Wrap(Action inner) => () =>
    {
        Say("wrapping");
        inner();
    };

    private static void Say(string text) => Console.WriteLine($"trace {text}");

}

/// <summary>Runs before the parameters have their values.</summary>
public class EarlyAttribute : BuildExtensionAttributeBase, IOnBuildCreated
{
    public override float Priority => 200;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) =>
        Console.WriteLine($"trace early limit {((Extensions)Build).Limit?.ToString() ?? "null"}");
}

[Trace]
[Early]
public class Extensions : SampleBuild
{
    [Parameter] public readonly int? Limit;

    public static int Run() => Execute<Extensions>(b => b.Wrapped);

    public Target Dropped => _ => _.Executes(Say(nameof(Dropped)));

    public Target Wrapped => _ => _.DependsOn(Dropped).Executes(() => ReportSummary(s => s.AddPair("size", 3)));

    public Target Broken => _ => _.Executes(Fail(nameof(Broken)));

    protected override void OnBuildCreated() => Console.WriteLine("virtual created");

    protected override void OnBuildInitialized() => Console.WriteLine("virtual initialized");

    protected override void OnTargetRunning(string target) => Console.WriteLine($"virtual running {target}");

    protected override void OnTargetSkipped(string target) => Console.WriteLine($"virtual skipped {target}");

    protected override void OnTargetSucceeded(string target) => Console.WriteLine($"virtual succeeded {target}");

    protected override void OnTargetFailed(string target) => Console.WriteLine($"virtual failed {target}");
}
