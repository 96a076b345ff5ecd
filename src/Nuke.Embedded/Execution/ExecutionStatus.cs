namespace Nuke.Common.Execution;

/// <summary>How far a target is.</summary>
public enum ExecutionStatus
{
    /// <summary>Not part of the plan.</summary>
    None,

    /// <summary>Waits for its turn.</summary>
    Scheduled,

    /// <summary>Was not reached.</summary>
    NotRun,

    /// <summary>Was left out.</summary>
    Skipped,

    /// <summary>Went well.</summary>
    Succeeded,

    /// <summary>Threw.</summary>
    Failed,

    /// <summary>Runs.</summary>
    Running,

    /// <summary>Was cancelled while it ran.</summary>
    Aborted,

    /// <summary>Has no actions of its own; the table does not show it.</summary>
    Collective,
}
