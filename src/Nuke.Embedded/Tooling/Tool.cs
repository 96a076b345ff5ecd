namespace Nuke.Common.Tooling;

/// <summary>A tool as a delegate; here only since <see cref="ITargetDefinition"/> names it.</summary>
public delegate IReadOnlyCollection<string> Tool(string arguments);
