namespace Nuke.Common;

/// <summary>How much is logged.</summary>
public enum Verbosity
{
    /// <summary>All.</summary>
    Verbose,

    /// <summary>From debug on.</summary>
    Normal,

    /// <summary>Warnings and errors.</summary>
    Minimal,

    /// <summary>Errors.</summary>
    Quiet,
}
