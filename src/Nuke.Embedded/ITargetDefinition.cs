using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>What can be said about a target.</summary>
public interface ITargetDefinition
{
    /// <summary>A sentence for the help.</summary>
    ITargetDefinition Description(string description);

    /// <summary>Adds actions.</summary>
    ITargetDefinition Executes(params Action[] actions);

    /// <summary>Adds an action whose result is dropped.</summary>
    ITargetDefinition Executes<T>(Func<T> action);

    /// <summary>Adds an asynchronous action; the build waits for it.</summary>
    ITargetDefinition Executes(Func<Task> action);

    /// <summary>These targets run before this one, and are part of the plan when it is.</summary>
    ITargetDefinition DependsOn(params Target[] targets);

    /// <summary>As <see cref="DependsOn(Target[])"/>, on a component; without arguments on its only target.</summary>
    ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="DependsOn{T}"/>, when the build has the component.</summary>
    ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>These targets depend on this one.</summary>
    ITargetDefinition DependentFor(params Target[] targets);

    /// <summary>As <see cref="DependentFor(Target[])"/>, on a component.</summary>
    ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="DependentFor{T}"/>, when the build has the component.</summary>
    ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>Skips the target when the condition is false at the time that it would run.</summary>
    ITargetDefinition OnlyWhenDynamic(Func<bool> condition, [CallerArgumentExpression("condition")] string conditionExpression = null);

    /// <summary>Skips the target when the condition is false before the first target runs.</summary>
    ITargetDefinition OnlyWhenStatic(Func<bool> condition, [CallerArgumentExpression("condition")] string conditionExpression = null);

    /// <summary>Parameters that must have a value before the first target runs.</summary>
    ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class;

    /// <summary>Parameters that must have a value before the first target runs.</summary>
    ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct;

    /// <summary>Conditions that must hold before the first target runs.</summary>
    ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements);

    /// <summary>A tool that must be there; the embedded subset has no tools and refuses it.</summary>
    ITargetDefinition Requires<T>()
        where T : IRequireTool;

    /// <summary>A tool that must be there in a version; the embedded subset has no tools and refuses it.</summary>
    ITargetDefinition Requires<T>(string version)
        where T : IRequireToolWithVersion;

    /// <summary>Tools that must be there; the embedded subset has no tools and refuses it.</summary>
    ITargetDefinition Requires(Expression<Func<Tool>> tool, params Expression<Func<Tool>>[] tools);

    /// <summary>What becomes of the dependencies when this target is skipped; the default is <see cref="DependencyBehavior.Skip"/>.</summary>
    ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior);

    /// <summary>This target runs before those, if both run.</summary>
    ITargetDefinition Before(params Target[] targets);

    /// <summary>As <see cref="Before(Target[])"/>, on a component.</summary>
    ITargetDefinition Before<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="Before{T}"/>, when the build has the component.</summary>
    ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets);

    /// <summary>This target runs after those, if both run.</summary>
    ITargetDefinition After(params Target[] targets);

    /// <summary>As <see cref="After(Target[])"/>, on a component.</summary>
    ITargetDefinition After<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="After{T}"/>, when the build has the component.</summary>
    ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets);

    /// <summary>Those targets become part of the plan and run after this one.</summary>
    ITargetDefinition Triggers(params Target[] targets);

    /// <summary>As <see cref="Triggers(Target[])"/>, on a component.</summary>
    ITargetDefinition Triggers<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="Triggers{T}"/>, when the build has the component.</summary>
    ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets);

    /// <summary>This target becomes part of the plan when one of those is, and runs after it.</summary>
    ITargetDefinition TriggeredBy(params Target[] targets);

    /// <summary>As <see cref="TriggeredBy(Target[])"/>, on a component.</summary>
    ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="TriggeredBy{T}"/>, when the build has the component.</summary>
    ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>The target runs even if others failed or the build was cancelled.</summary>
    ITargetDefinition AssuredAfterFailure();

    /// <summary>When the target fails, the build goes on with the next.</summary>
    ITargetDefinition ProceedAfterFailure();

    /// <summary>The help does not show the target.</summary>
    ITargetDefinition Unlisted();

    /// <summary>Takes over the definition of the base class.</summary>
    ITargetDefinition Base();

    /// <summary>Takes over definitions.</summary>
    ITargetDefinition Inherit(params Target[] targets);

    /// <summary>Takes over definitions of a component, as its interface has them.</summary>
    ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets);

    /// <summary>Files that the target makes.</summary>
    ITargetDefinition Produces(params string[] artifacts);

    /// <summary>Targets whose files this one reads.</summary>
    ITargetDefinition Consumes(params Target[] targets);

    /// <summary>As <see cref="Consumes(Target[])"/>, on a component.</summary>
    ITargetDefinition Consumes<T>(params Func<T, Target>[] targets);

    /// <summary>Files of a target that this one reads.</summary>
    ITargetDefinition Consumes(Target target, params string[] artifacts);

    /// <summary>Files of a component's target that this one reads.</summary>
    ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts);

    /// <summary>Files of a component's only target that this one reads.</summary>
    ITargetDefinition Consumes<T>(params string[] artifacts);

    /// <summary>Runs between the <see cref="Setup"/> and <see cref="Cleanup"/> of a component.</summary>
    ITargetDefinition DependsOnContext<T>()
        where T : INukeBuild;

    /// <summary>How many parts the target can be split in; more than 1.</summary>
    ITargetDefinition Partition(int size);
}
