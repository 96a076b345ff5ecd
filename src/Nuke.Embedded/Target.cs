namespace Nuke.Common;

/// <summary>Declares a target: <c>Target Compile => _ => _.DependsOn(Restore).Executes(() => ...);</c>.</summary>
public delegate ITargetDefinition Target(ITargetDefinition definition);

/// <summary>Declares a target that prepares a context; its component must also have a <see cref="Cleanup"/>.</summary>
public delegate ITargetDefinition Setup(ITargetDefinition definition);

/// <summary>Declares a target that a <see cref="Setup"/> triggers, and that runs after failures, too.</summary>
public delegate ITargetDefinition Cleanup(ITargetDefinition definition);
