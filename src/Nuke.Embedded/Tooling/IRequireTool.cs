namespace Nuke.Common.Tooling;

/// <summary>Marks tools that a target can require.</summary>
public interface IRequireTool
{
}
