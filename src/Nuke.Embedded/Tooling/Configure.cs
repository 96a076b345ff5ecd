namespace Nuke.Common.Tooling;

/// <summary>Changes options and hands them on.</summary>
public delegate T Configure<T>(T options);
