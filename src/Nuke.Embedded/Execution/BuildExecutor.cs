using Nuke.Common.IO;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Runs the targets of the plan one after another, leaving out what is to be skipped.</summary>
internal sealed class BuildExecutor(NukeBuild build, Cancellation cancellation)
{
    private IReadOnlyCollection<string> _previouslyExecuted = [];

    private static AbsolutePath AttemptFile => NukeBuild.TemporaryDirectory / "build-attempt.log";

    /// <param name="skipped">Null: none is to be skipped; empty: all that were not named.</param>
    public void Execute(IReadOnlyCollection<string> skipped)
    {
        if (skipped != null)
        {
            var names = skipped.Select(s => s.Replace("-", "")).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var target in build.ExecutionPlan.Where(t => names.Count == 0 || names.Contains(t.Name)))
                Skip(target, "via parameter");
        }

        foreach (var target in build.ExecutionPlan)
            HasFalseCondition(target, target.StaticConditions);
        Requirements.Check(build, build.ScheduledTargets);
        _previouslyExecuted = StartAttempt();
        cancellation.IfLate(ExecuteAssured);

        try
        {
            foreach (var target in build.ExecutionPlan)
                Execute(target);
        }
        catch
        {
            ExecuteAssured();
            throw;
        }
    }

    private void ExecuteAssured()
    {
        foreach (var target in build.ExecutionPlan.Where(t => t.AssuredAfterFailure && t.Status == ExecutionStatus.Scheduled))
            Execute(target, isAssured: true);
    }

    private void Execute(ExecutableTarget target, bool isAssured = false)
    {
        if (!isAssured)
            cancellation.ThrowIfRequested();
        if (target.Status == ExecutionStatus.Skipped
            || _previouslyExecuted.Contains(target.Name)
            || HasFalseCondition(target, target.DynamicConditions))
        {
            target.Status = ExecutionStatus.Skipped;
            build.Extend<IOnTargetSkipped>(e => e.OnTargetSkipped(target));
            return;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return;
        }

        using (Logging.SetTarget(target.Name))
        using (build.IsOutputEnabled(DefaultOutput.TargetHeader) ? NukeBuild.Host.WriteBlock(target.Name) : null)
            Run(target, isAssured);
    }

    private void Run(ExecutableTarget target, bool isAssured)
    {
        target.Stopwatch.Start();
        target.Status = ExecutionStatus.Running;
        build.Extend<IOnTargetRunning>(e => e.OnTargetRunning(target));
        try
        {
            target.Actions.ForEach(action => action());
            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Succeeded;
            build.Extend<IOnTargetSucceeded>(e => e.OnTargetSucceeded(target));
            File.AppendAllLines(AttemptFile, [target.Name]);
        }
        catch (Exception exception) when (!isAssured && Unwrap(exception) is OperationCanceledException)
        {
            target.Stopwatch.Stop();
            target.Status = ExecutionStatus.Aborted;
            throw new OperationCanceledException($"Target '{target.Name}' was cancelled", exception);
        }
        catch (Exception exception)
        {
            Fail(target, Unwrap(exception));
            if (!target.ProceedAfterFailure && !isAssured)
                throw new TargetExecutionException(target.Name, exception);
        }
    }

    private void Fail(ExecutableTarget target, Exception exception)
    {
        if (target.SummaryInformation.Count == 0)
            build.ReportSummary(target, s => s.AddPair(exception.GetType().Name, FirstLine(exception.Message)));
        Log.Error(exception, LogText.TargetFailed, target.Name);
        target.Stopwatch.Stop();
        target.Status = ExecutionStatus.Failed;
        build.Extend<IOnTargetFailed>(e => e.OnTargetFailed(target));
    }

    private bool HasFalseCondition(ExecutableTarget target, List<(string Text, Func<bool> Delegate)> conditions)
    {
        try
        {
            var isFalse = conditions.Where(c => !c.Delegate()).Select(c => WithoutLambda(c.Text)).ToList();
            if (isFalse.Count > 0)
            {
                target.OnlyWhen = string.Join(" && ", isFalse);
                Skip(target);
            }
        }
        catch (Exception exception)
        {
            Log.Error(Unwrap(exception), "A condition of target {TargetName} failed", target.Name);
            throw new TargetExecutionException(target.Name, exception);
        }

        return target.OnlyWhen != null;
    }

    /// <summary>Skips a target unless the user named it, and what only it needs or triggers.</summary>
    private void Skip(ExecutableTarget target, string reason = null)
    {
        if (target.Status != ExecutionStatus.Scheduled)
            return;
        if (!target.Invoked)
        {
            target.Status = ExecutionStatus.Skipped;
            target.Skipped ??= reason;
        }

        if (target.DependencyBehavior == DependencyBehavior.Execute)
            return;
        var unneeded = target.ExecutionDependencies.Concat(target.Triggers).Where(d => !IsNeededByOther(d, target)).ToList();
        unneeded.ForEach(d => Skip(d, $"because of {target.Name}"));
    }

    private bool IsNeededByOther(ExecutableTarget dependency, ExecutableTarget target) =>
        build.ExecutionPlan.Any(t =>
            t != target
            && t.Status == ExecutionStatus.Scheduled
            && (t.ExecutionDependencies.Contains(dependency) || t.Triggers.Contains(dependency)));

    /// <summary>Notes what succeeds, so that <c>--continue</c> can leave it out; only for the same targets.</summary>
    private string[] StartAttempt()
    {
        var invocation = string.Join(' ', EnvironmentInfo.Arguments.Words.Where(w => !w.StartsWith('-')));
        var previous = Array.Empty<string>();
        if (build.Continue && File.Exists(AttemptFile))
        {
            var lines = File.ReadAllLines(AttemptFile);
            if (lines.FirstOrDefault() == invocation)
                previous = lines[1..];
            else
                Log.Warning("Build invocation changed, so it starts anew");
        }

        File.WriteAllLines(AttemptFile, previous.Prepend(invocation));
        return previous;
    }

    private static Exception Unwrap(Exception exception) => exception switch
    {
        System.Reflection.TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        _ => exception,
    };

    private static string WithoutLambda(string condition) =>
        condition.StartsWith("()", StringComparison.Ordinal) ? condition[2..].Trim(' ', '=', '>') : condition;

    private static string FirstLine(string message)
    {
        var line = message.Split('\n')[0].TrimEnd();
        return line.Length <= 80 ? line : line[..79] + "…";
    }
}
