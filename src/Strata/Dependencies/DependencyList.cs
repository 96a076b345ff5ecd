using System.Collections.Immutable;

namespace Strata.Dependencies;

/// <summary>What the files of one installation ask for.</summary>
public sealed record DependencyList
{
    /// <summary>A list of nothing.</summary>
    public static DependencyList Empty { get; } = new();

    /// <summary>What is asked for, in the order of the files; what a lock adds stands last.</summary>
    public ImmutableArray<Requirement> Requirements { get; init; } = [];

    /// <summary>What narrows versions without asking for the package (<c>--constraint</c>).</summary>
    public ImmutableArray<Requirement> Constraints { get; init; } = [];

    /// <summary>What cannot be understood.</summary>
    public ImmutableArray<DependencyProblem> Problems { get; init; } = [];

    /// <summary>All files that were read.</summary>
    public ImmutableArray<DependencyFile> Files { get; init; } = [];

    /// <summary>Whether nothing else is installed: no path or address without a name, nothing that could not be read.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Both lists.</summary>
    public DependencyList Add(DependencyList other) => new()
    {
        Requirements = [.. Requirements, .. other.Requirements],
        Constraints = [.. Constraints, .. other.Constraints],
        Problems = [.. Problems, .. other.Problems],
        Files = [.. Files, .. other.Files],
        IsComplete = IsComplete && other.IsComplete,
    };
}
