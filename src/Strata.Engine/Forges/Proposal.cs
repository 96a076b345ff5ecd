namespace Strata.Engine.Forges;

/// <summary>What became of a proposed change.</summary>
/// <param name="Outcome">What was done.</param>
/// <param name="Where">The pull request's page; the branch where somebody has closed it.</param>
public sealed record Proposal(ProposalOutcome Outcome, string Where);

/// <summary>What was done about a proposed change.</summary>
public enum ProposalOutcome
{
    /// <summary>A new branch and a new pull request.</summary>
    Opened,

    /// <summary>The pull request that was open brings the new change now.</summary>
    Updated,

    /// <summary>The pull request that is open brings this very change already.</summary>
    Kept,

    /// <summary>This very change was proposed before, and somebody closed it: nothing is done.</summary>
    Declined,
}
