namespace Nuke.Common.Execution;

/// <summary>Base of attributes on the build class that take part in the build.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class BuildExtensionAttributeBase : Attribute, IBuildExtension
{
    /// <summary>The build.</summary>
    public INukeBuild Build { get; internal set; }

    /// <summary>Higher ones are called first.</summary>
    public virtual float Priority { get; set; }
}
