namespace Strata.Targets.Components;

/// <summary>How a build shows what happens.</summary>
public enum ProgressChoice
{
    /// <summary>Live on a terminal of at least 60 columns, outside CI; else plain.</summary>
    Auto,

    /// <summary>A line per image that changes in place; plain where standard error is no terminal that can.</summary>
    Live,

    /// <summary>Lines that begin with the image's name.</summary>
    Plain,

    /// <summary>One event a line on standard output and nothing else there (docs/progress.md).</summary>
    Json,
}
