using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Parameters;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Makes the targets of a build by calling all its declarations.</summary>
internal static class ExecutableTargetFactory
{
    public static IReadOnlyCollection<ExecutableTarget> CreateAll<T>(T build, Expression<Func<T, Target>>[] defaultTargets)
        where T : NukeBuild
    {
        var defaults = defaultTargets.Select(d => Evaluate(d, build)).ToList();
        var targets = TargetProperties(build.GetType()).Select(p => Create(p, build, defaults)).ToList();
        var byFactory = new Dictionary<Delegate, ExecutableTarget>();
        foreach (var target in targets)
            byFactory.TryAdd(target.Factory, target);

        foreach (var target in targets)
            Connect(target, byFactory);
        foreach (var target in targets)
            ConnectBack(target, byFactory);
        foreach (var setup in targets.Where(t => t.Factory is Setup))
            ConnectCleanup(setup, targets);
        return targets;
    }

    private static IEnumerable<PropertyInfo> TargetProperties(Type type) =>
        type.GetAllMembers(
            m => m is PropertyInfo p && (p.PropertyType == typeof(Target) || p.PropertyType == typeof(Setup) || p.PropertyType == typeof(Cleanup)),
            ReflectionUtility.Instance,
            allowAmbiguity: false,
            filterQuasiOverridden: true).Cast<PropertyInfo>();

    private static ExecutableTarget Create(PropertyInfo property, NukeBuild build, List<Target> defaults)
    {
        var bases = new Stack<PropertyInfo>(BaseTypes(build.GetType())
            .Select(t => t.GetProperty(property.Name)).Where(p => p != null && p.DeclaringType == p.ReflectedType).Reverse());
        var definition = new TargetDefinition(property, build, bases);
        var factory = (Delegate)ReflectionUtility.GetValue(property, build);
        Declare(factory, definition);
        return new ExecutableTarget
        {
            Definition = definition,
            Member = property,
            Name = definition.Name,
            Description = definition.Description,
            Factory = factory,
            Listed = !definition.IsUnlisted,
            IsDefault = defaults.Contains(factory as Target),
            DynamicConditions = definition.DynamicConditions,
            StaticConditions = definition.StaticConditions,
            DependencyBehavior = definition.DependencyBehavior,
            ProceedAfterFailure = definition.IsProceedAfterFailure,
            AssuredAfterFailure = definition.IsAssuredAfterFailure || factory is Cleanup,
            DelegateRequirements = definition.DelegateRequirements,
            Actions = definition.Actions,
            PartitionSize = definition.PartitionSize,
            ArtifactProducts = definition.ArtifactProducts,
        };
    }

    private static void Declare(Delegate factory, ITargetDefinition definition) => _ = factory switch
    {
        Target target => target(definition),
        Setup setup => setup(definition),
        Cleanup cleanup => cleanup(definition),
        _ => throw new UsageException($"target '{((TargetDefinition)definition).Name}': the property of a target must not be null"),
    };

    /// <summary>What the target says about others; what others say about it comes behind, as Nuke orders the lists.</summary>
    private static void Connect(ExecutableTarget target, Dictionary<Delegate, ExecutableTarget> targets)
    {
        var definition = target.Definition;
        target.ExecutionDependencies.AddRange(definition.DependsOnTargets.Select(Find));
        target.OrderDependencies.AddRange(definition.AfterTargets.Select(Find));
        target.TriggerDependencies.AddRange(definition.TriggeredByTargets.Select(Find));
        target.Triggers.AddRange(definition.TriggersTargets.Select(Find));
        foreach (var (other, artifacts) in definition.ArtifactDependencies)
            target.ArtifactDependencies.AddRange(Find(other), artifacts.Length > 0 ? artifacts : Find(other).ArtifactProducts);

        ExecutableTarget Find(Delegate factory) => ExecutableTargetFactory.Find(target, factory, targets);
    }

    private static void ConnectBack(ExecutableTarget target, Dictionary<Delegate, ExecutableTarget> targets)
    {
        var definition = target.Definition;
        Add(definition.DependentForTargets, other => other.ExecutionDependencies);
        Add(definition.BeforeTargets, other => other.OrderDependencies);
        Add(definition.TriggersTargets, other => other.TriggerDependencies);
        Add(definition.TriggeredByTargets, other => other.Triggers);

        void Add(List<Delegate> factories, Func<ExecutableTarget, List<ExecutableTarget>> list)
        {
            foreach (var other in factories.Select(f => Find(target, f, targets)).Distinct())
                list(other).Add(target);
        }
    }

    private static void ConnectCleanup(ExecutableTarget setup, List<ExecutableTarget> targets)
    {
        var cleanup = targets.SingleOrDefault(t => t.Factory is Cleanup && t.Member.DeclaringType == setup.Member.DeclaringType)
            ?? throw new UsageException(
                $"target '{setup.Name}': '{setup.Member.DeclaringType.Name}' has no cleanup for this setup; declare one Cleanup beside it");
        setup.Triggers.Add(cleanup);
        cleanup.TriggerDependencies.Add(setup);
    }

    private static ExecutableTarget Find(ExecutableTarget target, Delegate factory, Dictionary<Delegate, ExecutableTarget> targets)
    {
        if (factory == null || !targets.TryGetValue(factory, out var found))
            throw new UsageException($"target '{target.Name}': it names something that is no target of this build; name a property of type Target");
        return found != target ? found : throw new UsageException($"target '{target.Name}': it cannot depend on itself");
    }

    /// <summary>Evaluates <c>b => b.X</c> and <c>b => ((I)b).X</c> by reflection: compiling an expression costs more than all targets.</summary>
    private static Target Evaluate<T>(Expression<Func<T, Target>> expression, T build) =>
        expression.Body is MemberExpression
        {
            Member: PropertyInfo property,
            Expression: ParameterExpression or UnaryExpression { Operand: ParameterExpression },
        }
            ? (Target)ReflectionUtility.GetValue(property, build)
            : expression.Compile(preferInterpretation: true)(build);

    private static IEnumerable<Type> BaseTypes(Type type)
    {
        for (var current = type.BaseType; current != null; current = current.BaseType)
            yield return current;
    }
}
