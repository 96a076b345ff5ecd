using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Records what a target's declaration says.</summary>
internal sealed class TargetDefinition(PropertyInfo property, INukeBuild build, Stack<PropertyInfo> basedOn) : ITargetDefinition
{
    public string Name => property.GetDisplayShortName();

    public string Description { get; private set; }

    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; } = [];

    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; } = [];

    public List<LambdaExpression> DelegateRequirements { get; } = [];

    public List<Action> Actions { get; } = [];

    public List<Delegate> DependsOnTargets { get; } = [];

    public List<Delegate> DependentForTargets { get; } = [];

    public List<Delegate> BeforeTargets { get; } = [];

    public List<Delegate> AfterTargets { get; } = [];

    public List<Delegate> TriggersTargets { get; } = [];

    public List<Delegate> TriggeredByTargets { get; } = [];

    public List<(Target Target, string[] Artifacts)> ArtifactDependencies { get; } = [];

    public List<string> ArtifactProducts { get; } = [];

    public DependencyBehavior DependencyBehavior { get; private set; }

    public bool IsProceedAfterFailure { get; private set; }

    public bool IsAssuredAfterFailure { get; private set; }

    public bool IsUnlisted { get; private set; }

    public int? PartitionSize { get; private set; }

    ITargetDefinition ITargetDefinition.Description(string description) => Do(() => Description = description);

    public ITargetDefinition Executes(params Action[] actions) => Do(() => Actions.AddRange(actions));

    public ITargetDefinition Executes<T>(Func<T> action) => Executes(new Action(() => action()));

    public ITargetDefinition Executes(Func<Task> action) => Executes(() => action().GetAwaiter().GetResult());

    public ITargetDefinition DependsOn(params Target[] targets) => Do(() => DependsOnTargets.AddRange(targets));

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => DependsOn(Of(targets));

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => build is T ? DependsOn(targets) : this;

    public ITargetDefinition DependentFor(params Target[] targets) => Do(() => DependentForTargets.AddRange(targets));

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => DependentFor(Of(targets));

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => build is T ? DependentFor(targets) : this;

    public ITargetDefinition Before(params Target[] targets) => Do(() => BeforeTargets.AddRange(targets));

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Before(Of(targets));

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => build is T ? Before(targets) : this;

    public ITargetDefinition After(params Target[] targets) => Do(() => AfterTargets.AddRange(targets));

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => After(Of(targets));

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => build is T ? After(targets) : this;

    public ITargetDefinition Triggers(params Target[] targets) => Do(() => TriggersTargets.AddRange(targets));

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Triggers(Of(targets));

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => build is T ? Triggers(targets) : this;

    public ITargetDefinition TriggeredBy(params Target[] targets) => Do(() => TriggeredByTargets.AddRange(targets));

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => TriggeredBy(Of(targets));

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => build is T ? TriggeredBy(targets) : this;

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string conditionExpression = null) =>
        Do(() => DynamicConditions.Add((OnOneLine(conditionExpression), condition)));

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string conditionExpression = null) =>
        Do(() => StaticConditions.Add((OnOneLine(conditionExpression), condition)));

    public ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class =>
        Do(() => DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct =>
        Do(() => DelegateRequirements.AddRange([parameterRequirement, .. parameterRequirements]));

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements) =>
        Do(() => DelegateRequirements.AddRange([requirement, .. requirements]));

    public ITargetDefinition Requires<T>()
        where T : IRequireTool =>
        throw NoTools();

    public ITargetDefinition Requires<T>(string version)
        where T : IRequireToolWithVersion =>
        throw NoTools();

    public ITargetDefinition Requires(Expression<Func<Tool>> tool, params Expression<Func<Tool>>[] tools) => throw NoTools();

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior) => Do(() => DependencyBehavior = dependencyBehavior);

    public ITargetDefinition AssuredAfterFailure() => Do(() => IsAssuredAfterFailure = true);

    public ITargetDefinition ProceedAfterFailure() => Do(() => IsProceedAfterFailure = true);

    public ITargetDefinition Unlisted() => Do(() => IsUnlisted = true);

    public ITargetDefinition Base()
    {
        Assert.True(basedOn.Count > 0, $"Target '{property.DeclaringType}.{Name}' has no base; Inherit<T> takes over what a component declares");
        return Inherit(ValueNonVirtual(basedOn.Pop()));
    }

    public ITargetDefinition Inherit(params Target[] targets) => Do(() => Array.ForEach(targets, t => t(this)));

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets)
    {
        var properties = targets.Length > 0 ? targets.Select(t => (PropertyInfo)t.GetMemberInfo()) : [OnlyTargetOf<T>(typeof(Target))];
        return Inherit([.. properties.Select(ValueNonVirtual)]);
    }

    public ITargetDefinition Produces(params string[] artifacts) => Do(() => ArtifactProducts.AddRange(artifacts));

    public ITargetDefinition Consumes(params Target[] targets) => Do(() => Array.ForEach(targets, t => Consumes(t, [])));

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Consumes(Of(targets));

    public ITargetDefinition Consumes(Target target, params string[] artifacts) => Do(() => ArtifactDependencies.Add((target, artifacts)));

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => Consumes(target((T)build), artifacts);

    public ITargetDefinition Consumes<T>(params string[] artifacts) => Consumes(Of<T>([])[0], artifacts);

    public ITargetDefinition DependsOnContext<T>()
        where T : INukeBuild
    {
        Assert.True(build is T, $"'{build.GetType().Name}' must implement context '{typeof(T).Name}'");
        DependsOnTargets.Add((Setup)OnlyTargetOf<T>(typeof(Setup)).GetValue(build));
        BeforeTargets.Add((Cleanup)OnlyTargetOf<T>(typeof(Cleanup)).GetValue(build));
        return this;
    }

    public ITargetDefinition Partition(int size)
    {
        Assert.True(size > 1);
        return Do(() => PartitionSize = size);
    }

    private static string OnOneLine(string condition) =>
        string.Join(' ', condition.NotNull().Split((char[])null, StringSplitOptions.RemoveEmptyEntries));

    private static NotSupportedException NoTools() => new("tool requirements need the Nuke packages; the embedded subset has no tools");

    private ITargetDefinition Do(Action record)
    {
        record();
        return this;
    }

    /// <summary>The targets of a component; without any named, its only one.</summary>
    private Target[] Of<T>(Func<T, Target>[] targets) =>
        targets.Length > 0 ? [.. targets.Select(t => t((T)build))] : [(Target)OnlyTargetOf<T>(typeof(Target)).GetValue(build)];

    private PropertyInfo OnlyTargetOf<T>(Type kind)
    {
        var targets = typeof(T).GetProperties(ReflectionUtility.Instance).Where(p => p.PropertyType == kind).ToList();
        var names = string.Join(", ", targets.Select(t => t.Name));
        Assert.True(targets.Count == 1, $"Target '{Name}' cannot name component '{typeof(T).Name}' alone: it has {targets.Count} targets ({names})");
        return targets[0];
    }

    /// <summary>The value as this very class or interface declares it, past what overrides it.</summary>
    /// <exception cref="NotSupportedException">Native code cannot call what an interface says by default past what overrides it.</exception>
    private unsafe Target ValueNonVirtual(PropertyInfo declared)
    {
        try
        {
            return ((delegate*<object, Target>)declared.GetMethod.MethodHandle.GetFunctionPointer())(build);
        }
        catch (PlatformNotSupportedException e)
        {
            throw new NotSupportedException(
                $"target '{Name}': native code cannot inherit '{declared.Name}' of component '{declared.DeclaringType.Name}'; call build.sh with STRATA_COMPILE=exact", e);
        }
    }
}
