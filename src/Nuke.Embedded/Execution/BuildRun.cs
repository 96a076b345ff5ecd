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
        catch (Exception e) when (Usage(e) is { } usage)
        {
            ConsoleText.WriteError(usage.Message);
            return UsageException.ExitCode;
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
            build.ExecutionPlan = ExecutionPlanner.Plan(build.ExecutableTargets, (string[])ParameterValues.Get(ParameterValues.Targets, typeof(string[]), '+'));
            build.Extend<IOnBuildInitialized>(e => e.OnBuildInitialized(build.ExecutableTargets, build.ExecutionPlan));
            cancellation.IfLate(Finish);
            new BuildExecutor(build, cancellation).Execute((string[])ParameterValues.Get(ParameterValues.Skip, typeof(string[]), '+'));
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
            var usage = Usage(exception);
            Log.Verbose(exception, "The build ended outside of a target");
            ConsoleText.WriteError(usage?.Message ?? LogText.ForUsers(exception));
            return build.ExitCode ??= usage != null ? UsageException.ExitCode : FailedExitCode;
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

    /// <summary>The error of usage in an exception: static members of the build are found behind a TypeInitializationException.</summary>
    private static UsageException Usage(Exception exception) => exception switch
    {
        UsageException usage => usage,
        TypeInitializationException or TargetInvocationException => exception.InnerException is { } inner ? Usage(inner) : null,
        _ => null,
    };
}
