using System.Collections.Immutable;

namespace Strata;

/// <summary>A definition, Dockerfile or call is wrong (exit code 2).</summary>
public sealed class DefinitionException : StrataException
{
    /// <summary>Creates an error from one problem.</summary>
    public DefinitionException(Problem problem)
        : base(ExitCode.WrongDefinition, problem)
    {
    }

    /// <summary>Creates an error from all problems that were found.</summary>
    public DefinitionException(ImmutableArray<Problem> problems)
        : base(ExitCode.WrongDefinition, problems)
    {
    }
}
