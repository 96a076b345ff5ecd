namespace Strata.Engine.Hosts;

/// <summary>There is no connection.</summary>
/// <param name="problem">Why, in words for users.</param>
public sealed class SshRefusedException(Problem problem) : Exception(problem.ToString())
{
    /// <summary>Why, in words for users.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>sshd dropped us among others; it may take us a moment later.</summary>
    public bool IsBusy { get; init; }

    /// <summary>
    /// Asks a person at the terminal whether the key that was never seen is the right one, and remembers it when it is; null where that is not
    /// what was wrong.
    /// </summary>
    public Func<CancellationToken, Task<bool>>? AskAsync { get; init; }
}
