namespace Nuke.Common.Tooling;

/// <summary>Marks tools that a target can require in a version.</summary>
public interface IRequireToolWithVersion : IRequireTool
{
}
