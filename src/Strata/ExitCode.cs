namespace Strata;

/// <summary>What a call ends with, so that scripts can tell a failed build from a wrong call.</summary>
public enum ExitCode
{
    /// <summary>All that was asked is done.</summary>
    Done = 0,

    /// <summary>At least one image failed to build, to start or to be verified.</summary>
    BuildFailed = 1,

    /// <summary>Wrong usage, or a definition or Dockerfile that is wrong.</summary>
    WrongDefinition = 2,

    /// <summary>Lint or a budget found something.</summary>
    LintFindings = 3,

    /// <summary>The build host or its engine cannot be reached.</summary>
    Unreachable = 4,

    /// <summary>The registry refused, or credentials are missing.</summary>
    Registry = 5,

    /// <summary>Cancelled by the user (Ctrl-C).</summary>
    Cancelled = 130,
}
