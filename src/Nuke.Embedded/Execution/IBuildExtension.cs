namespace Nuke.Common.Execution;

/// <summary>Something that takes part in the build.</summary>
public interface IBuildExtension
{
    /// <summary>Higher ones are called first.</summary>
    float Priority { get; }
}
