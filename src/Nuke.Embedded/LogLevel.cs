namespace Nuke.Common;

/// <summary>The level of the console's log.</summary>
public enum LogLevel
{
    /// <summary>All.</summary>
    Trace,

    /// <summary>From debug on.</summary>
    Normal,

    /// <summary>From warnings on.</summary>
    Warning,

    /// <summary>Errors.</summary>
    Error,
}
