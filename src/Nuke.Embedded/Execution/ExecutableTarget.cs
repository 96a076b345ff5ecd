using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Execution;

/// <summary>A target of the build, as defined and as far as it ran.</summary>
[DebuggerDisplay("{Name} ({Status})")]
public class ExecutableTarget
{
    internal TargetDefinition Definition { get; set; }

    internal Stopwatch Stopwatch { get; } = new();

    /// <summary>The property that declares it.</summary>
    public MemberInfo Member { get; set; }

    /// <summary>The property's name.</summary>
    public string Name { get; set; }

    /// <summary>A sentence for the help; null when none is given.</summary>
    public string Description { get; set; }

    /// <summary>Whether the help shows it.</summary>
    public bool Listed { get; set; }

    /// <summary>The property's value: <see cref="Target"/>, <see cref="Setup"/> or <see cref="Cleanup"/>.</summary>
    public Delegate Factory { get; set; }

    /// <summary>Conditions that are asked when it would run.</summary>
    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; internal set; } = [];

    /// <summary>Conditions that are asked before the first target runs.</summary>
    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; internal set; } = [];

    /// <summary>What becomes of its dependencies when it is skipped.</summary>
    public DependencyBehavior DependencyBehavior { get; internal set; }

    /// <summary>It runs after failures, too.</summary>
    public bool AssuredAfterFailure { get; internal set; }

    /// <summary>The build goes on when it fails.</summary>
    public bool ProceedAfterFailure { get; internal set; }

    /// <summary>Parameters and conditions that are checked before the first target runs.</summary>
    public List<LambdaExpression> DelegateRequirements { get; internal set; } = [];

    /// <summary>Tools that it needs; always empty in the embedded subset.</summary>
    public List<ToolRequirement> ToolRequirements { get; internal set; } = [];

    /// <summary>What it does, in order.</summary>
    public List<Action> Actions { get; internal set; } = [];

    /// <summary>Targets that run before it and are part of the plan when it is.</summary>
    public List<ExecutableTarget> ExecutionDependencies { get; } = [];

    /// <summary>Targets that run before it if they run.</summary>
    public List<ExecutableTarget> OrderDependencies { get; } = [];

    /// <summary>Targets that trigger it.</summary>
    public List<ExecutableTarget> TriggerDependencies { get; } = [];

    /// <summary>Targets that it triggers.</summary>
    public List<ExecutableTarget> Triggers { get; } = [];

    /// <summary>All targets that run before it: execution, order and trigger dependencies.</summary>
    public IReadOnlyCollection<ExecutableTarget> AllDependencies =>
        [.. ExecutionDependencies, .. OrderDependencies, .. TriggerDependencies];

    /// <summary>Files of other targets that it reads.</summary>
    public LookupTable<ExecutableTarget, string> ArtifactDependencies { get; internal set; } = new();

    /// <summary>Files that it makes.</summary>
    public List<string> ArtifactProducts { get; internal set; } = [];

    /// <summary>How many parts it can be split in; null for one.</summary>
    public int? PartitionSize { get; set; }

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration => Stopwatch.Elapsed;

    /// <summary>It runs when no target is named.</summary>
    public bool IsDefault { get; set; }

    /// <summary>How far it is.</summary>
    public ExecutionStatus Status { get; set; }

    /// <summary>The user named it.</summary>
    public bool Invoked { get; set; }

    /// <summary>Pairs behind its line in the table.</summary>
    public Dictionary<string, string> SummaryInformation { get; internal set; } = [];

    /// <summary>Why it was skipped; null when it was not, and a null is not stored.</summary>
    public string Skipped
    {
        get => SummaryInformation.GetValueOrDefault(nameof(Skipped));
        set => SummaryInformation.AddPairWhenValueNotNull(nameof(Skipped), value);
    }

    /// <summary>The condition because of which it was skipped; a null is not stored.</summary>
    public string OnlyWhen
    {
        get => SummaryInformation.GetValueOrDefault(nameof(OnlyWhen));
        set => SummaryInformation.AddPairWhenValueNotNull(nameof(OnlyWhen), value);
    }
}
