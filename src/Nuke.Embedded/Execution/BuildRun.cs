using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Parameters;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>A build from its first line to its exit code.</summary>
internal sealed class BuildRun(NukeBuild build, Cancellation cancellation)
{
    public const int CancelledExitCode = 130;
    private const int FailedExitCode = -1;

    private readonly Lock _gate = new();
    private bool _isFinished;

    public static int Execute<T>(Expression<Func<T, Target>>[] defaultTargets)
        where T : NukeBuild, new()
    {
        ConsoleText.UseUtf8();
        try
        {
            using var cancellation = new Cancellation();
            var build = new T();
            return new BuildRun(build, cancellation).Run(() => ExecutableTargetFactory.CreateAll(build, defaultTargets));
        }
        catch (Exception e)
        {
            // The constructor or a static member of the build: too early for a log.
            var cause = Cause(e);
            ConsoleText.WriteError(cause is UsageException ? cause.Message : cause.ToString());
            return cause is UsageException ? UsageException.ExitCode : FailedExitCode;
        }
    }

    private int Run(Func<IReadOnlyCollection<ExecutableTarget>> createTargets)
    {
        try
        {
            Logging.Configure(build);
            build.ExecutableTargets = createTargets();
            build.Extend<IOnBuildCreated>(e => e.OnBuildCreated(build.ExecutableTargets));
            if (!build.NoLogo && build.IsOutputEnabled(DefaultOutput.Logo))
                ConsoleText.Write(ConsoleStyle.Dim, "NUKE Execution Engine 10.1.0 (embedded)");
            var skipped = Names(ParameterValues.Skip);
            foreach (var name in skipped ?? [])
                ExecutionPlanner.Find(name, build.ExecutableTargets);
            build.ExecutionPlan = ExecutionPlanner.Plan(build.ExecutableTargets, Names(ParameterValues.Targets));
            build.Extend<IOnBuildInitialized>(e => e.OnBuildInitialized(build.ExecutableTargets, build.ExecutionPlan));
            cancellation.IfLate(Finish);
            new BuildExecutor(build, cancellation).Execute(skipped);
            return build.ExitCode ??= build.IsSucceeding ? 0 : FailedExitCode;
        }
        catch (OperationCanceledException)
        {
            return build.ExitCode ??= CancelledExitCode;
        }
        catch (TargetExecutionException)
        {
            return build.ExitCode ??= cancellation.IsRequested ? CancelledExitCode : FailedExitCode;
        }
        catch (Exception exception)
        {
            var cause = Cause(exception);
            Log.Verbose(cause, "The build ended outside of a target");
            ConsoleText.WriteError(LogText.ForUsers(cause));
            return build.ExitCode ??= cause is UsageException ? UsageException.ExitCode : FailedExitCode;
        }
        finally
        {
            Finish();
            Log.CloseAndFlush();
        }
    }

    private void Finish()
    {
        // Both the main thread and a late cancellation come here; the first one counts.
        lock (_gate)
        {
            if (_isFinished || build.ExecutionPlan == null)
                return;
            _isFinished = true;
        }

        foreach (var target in build.ExecutionPlan)
        {
            target.Stopwatch.Stop();
            target.Status = target.Status switch
            {
                ExecutionStatus.Running => ExecutionStatus.Aborted,
                ExecutionStatus.Scheduled => ExecutionStatus.NotRun,
                var status => status,
            };
        }

        if (build.IsOutputEnabled(DefaultOutput.ErrorsAndWarnings))
            NukeBuild.Host.WriteErrorsAndWarnings();
        if (build.IsOutputEnabled(DefaultOutput.TargetOutcome))
            NukeBuild.Host.WriteTargetOutcome(build);
        if (build.IsOutputEnabled(DefaultOutput.BuildOutcome))
            NukeBuild.Host.WriteBuildOutcome(build);
        build.Extend<IOnBuildFinished>(e => e.OnBuildFinished());
    }

    private static string[] Names(string parameter) => (string[])ParameterValues.Get(parameter, typeof(string[]), '+');

    /// <summary>What lies behind the exceptions of reflection and of static members.</summary>
    private static Exception Cause(Exception exception) =>
        exception is TypeInitializationException or TargetInvocationException && exception.InnerException is { } inner ? Cause(inner) : exception;
}
