using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>What components know of the build; only <see cref="NukeBuild"/> can implement it.</summary>
public interface INukeBuild
{
    /// <summary>Adds pairs to the running target's line of the summary.</summary>
    /// <exception cref="InvalidOperationException">No target is running.</exception>
    void ReportSummary(Configure<Dictionary<string, string>> configurator = null);

    internal IReadOnlyCollection<ExecutableTarget> ExecutableTargets { get; }

    internal bool IsOutputEnabled(DefaultOutput output);

    /// <summary>The targets of this invocation in the order in which they run.</summary>
    IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; }

    /// <summary>Targets that were named by the user.</summary>
    IReadOnlyCollection<ExecutableTarget> InvokedTargets { get; }

    /// <summary>Targets that were skipped.</summary>
    IReadOnlyCollection<ExecutableTarget> SkippedTargets { get; }

    /// <summary>Targets that wait for their turn.</summary>
    IReadOnlyCollection<ExecutableTarget> ScheduledTargets { get; }

    /// <summary>Targets that run now.</summary>
    IReadOnlyCollection<ExecutableTarget> RunningTargets { get; }

    /// <summary>Targets that were cancelled.</summary>
    IReadOnlyCollection<ExecutableTarget> AbortedTargets { get; }

    /// <summary>Targets that failed.</summary>
    IReadOnlyCollection<ExecutableTarget> FailedTargets { get; }

    /// <summary>Targets that went well.</summary>
    IReadOnlyCollection<ExecutableTarget> SucceededTargets { get; }

    /// <summary>Targets that failed or went well.</summary>
    IReadOnlyCollection<ExecutableTarget> FinishedTargets { get; }

    /// <summary>No target failed, was aborted or could not run.</summary>
    bool IsSucceeding { get; }

    /// <summary>A target failed, was aborted or could not run.</summary>
    bool IsFailing { get; }

    /// <summary>Nothing is scheduled or running.</summary>
    bool IsFinished { get; }

    /// <summary>What the process ends with; null for 0 on success and -1 on failure.</summary>
    int? ExitCode { get; set; }

    /// <summary>The repository root: the nearest directory upward with <c>.nuke</c>, or <c>--root</c>.</summary>
    AbsolutePath RootDirectory { get; }

    /// <summary><c>.nuke/temp</c>.</summary>
    AbsolutePath TemporaryDirectory { get; }

    /// <summary>The build program.</summary>
    AbsolutePath BuildAssemblyFile { get; }

    /// <summary>Where the build program lies.</summary>
    AbsolutePath BuildAssemblyDirectory { get; }

    /// <summary>Where the build's project lies; null when there is none above the program.</summary>
    AbsolutePath BuildProjectDirectory { get; }

    /// <summary>The build's project; null when there is none above the program.</summary>
    AbsolutePath BuildProjectFile { get; }

    /// <summary>How much is logged.</summary>
    Verbosity Verbosity { get; }

    /// <summary>Where the build runs.</summary>
    Host Host { get; }

    /// <summary>Show the plan and exit.</summary>
    bool Plan { get; }

    /// <summary>Show the help and exit.</summary>
    bool Help { get; }

    /// <summary>No line about Nuke at the top.</summary>
    bool NoLogo { get; }

    /// <summary>On a developer's machine.</summary>
    bool IsLocalBuild { get; }

    /// <summary>On a build server.</summary>
    bool IsServerBuild { get; }

    /// <summary>Go on after a failed attempt of the same invocation.</summary>
    bool Continue { get; }

    /// <summary>The part that this machine does.</summary>
    Partition Partition { get; }

    /// <summary>The value of a parameter; null when it is absent: <c>[Parameter] string X => TryGetValue(() => X)</c>.</summary>
    public T TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class;

    /// <summary>The value of a parameter of a value type: <c>TryGetValue&lt;int?>(() => X)</c>.</summary>
    public T TryGetValue<T>(Expression<Func<object>> parameterExpression);
}
