using System.Collections.Immutable;

namespace Strata;

/// <summary>An error that a user can act on: one or more problems and the exit code that they lead to.</summary>
public class StrataException : Exception
{
    /// <summary>Creates an error from one problem.</summary>
    public StrataException(ExitCode exitCode, Problem problem, Exception? cause = null)
        : this(exitCode, [problem], cause)
    {
    }

    /// <summary>Creates an error from all problems that were found; at least one.</summary>
    public StrataException(ExitCode exitCode, ImmutableArray<Problem> problems, Exception? cause = null)
        : base(string.Join('\n', problems), cause)
    {
        ExitCode = exitCode;
        Problems = problems;
    }

    /// <summary>What the call ends with.</summary>
    public ExitCode ExitCode { get; }

    /// <summary>All that is wrong, in the order in which it stands in the sources.</summary>
    public ImmutableArray<Problem> Problems { get; }

    /// <summary>The message alone: loggers print exceptions by this, and a stack trace helps no user here.</summary>
    public override string ToString() => Message;
}
