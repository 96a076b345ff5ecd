using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.Tooling;

namespace Strata.Targets.Images;

// All that a target definition can say besides being an image; none of it matters to the probe.
internal sealed partial class ImageProbe
{
    public ITargetDefinition Description(string description) => this;

    public ITargetDefinition Executes(params Action[] actions) => this;

    public ITargetDefinition Executes<T>(Func<T> action) => this;

    public ITargetDefinition Executes(Func<Task> action) => this;

    public ITargetDefinition DependsOn(params Target[] targets) => this;

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition DependentFor(params Target[] targets) => this;

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string? conditionExpression = null) => this;

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string? conditionExpression = null) => this;

    public ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class => this;

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct => this;

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) => this;

    public ITargetDefinition Requires<T>()
        where T : IRequireTool => this;

    public ITargetDefinition Requires<T>(string version)
        where T : IRequireToolWithVersion => this;

    public ITargetDefinition Requires(Expression<Func<Tool>> tool, params Expression<Func<Tool>>[] tools) => this;

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) => this;

    public ITargetDefinition Before(params Target[] targets) => this;

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition After(params Target[] targets) => this;

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition Triggers(params Target[] targets) => this;

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition TriggeredBy(params Target[] targets) => this;

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition AssuredAfterFailure() => this;

    public ITargetDefinition ProceedAfterFailure() => this;

    public ITargetDefinition Unlisted() => this;

    public ITargetDefinition Base() => this;

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets) => this;

    public ITargetDefinition Produces(params string[] artifacts) => this;

    public ITargetDefinition Consumes(params Target[] targets) => this;

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => this;

    public ITargetDefinition Consumes(Target target, params string[] artifacts) => this;

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => this;

    public ITargetDefinition Consumes<T>(params string[] artifacts) => this;

    public ITargetDefinition DependsOnContext<T>()
        where T : INukeBuild => this;

    public ITargetDefinition Partition(int size) => this;
}
