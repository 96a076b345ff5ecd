namespace Nuke.Common.Tooling;

/// <summary>A tool that must be there; the embedded subset makes none.</summary>
public abstract class ToolRequirement
{
}
