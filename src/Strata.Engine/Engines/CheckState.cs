namespace Strata.Engine.Engines;

/// <summary>How a checked thing stands.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Missing or poor, but a build can do without.</summary>
    Warning,

    /// <summary>No build is possible like this.</summary>
    Failed,
}
