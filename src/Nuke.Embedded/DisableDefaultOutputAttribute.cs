namespace Nuke.Common;

/// <summary>Turns off what the engine prints by itself; without arguments all of it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class DisableDefaultOutputAttribute : Attribute
{
    /// <summary>Names what is turned off.</summary>
    public DisableDefaultOutputAttribute(params DefaultOutput[] disabledOutputs) =>
        DisabledOutputs = disabledOutputs.Length > 0 ? disabledOutputs : Enum.GetValues<DefaultOutput>();

    /// <summary>What is turned off.</summary>
    public DefaultOutput[] DisabledOutputs { get; }

    /// <summary>Whether the attribute counts for this build.</summary>
    public virtual bool IsApplicable(INukeBuild build) => true;
}
