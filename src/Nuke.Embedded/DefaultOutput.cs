namespace Nuke.Common;

/// <summary>What the engine prints by itself.</summary>
public enum DefaultOutput
{
    /// <summary>The line about Nuke.</summary>
    Logo,

    /// <summary>The header of a target.</summary>
    TargetHeader,

    /// <summary>The foldable group of a target on build servers.</summary>
    TargetCollapse,

    /// <summary>The repeated errors and warnings.</summary>
    ErrorsAndWarnings,

    /// <summary>The table of targets.</summary>
    TargetOutcome,

    /// <summary>The last line.</summary>
    BuildOutcome,

    /// <summary>The time before each line.</summary>
    Timestamps,
}
