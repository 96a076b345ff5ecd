using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Asks whether a target is among others: <c>FailedTargets.Contains(Compile)</c>.</summary>
public static class ExecutableTargetExtensions
{
    /// <summary>Whether the target is among them.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) => targets.Any(t => t.Factory.Equals(target));

    /// <summary>Whether the target is among them.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Setup target) => targets.Any(t => t.Factory.Equals(target));

    /// <summary>Whether the target is among them.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Cleanup target) => targets.Any(t => t.Factory.Equals(target));
}
