using System.Collections.Immutable;

namespace Strata.Engine.Running;

/// <summary>What a verification found.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Proofs">What went well, in order: <c>healthy after 2.1 s</c>, <c>POST /route 200</c>.</param>
/// <param name="Problem">What is wrong; null when nothing is.</param>
public sealed record VerifyResult(string Image, VerifyOutcome Outcome, TimeSpan Duration, ImmutableArray<string> Proofs, Problem? Problem);

/// <summary>What came of a verification.</summary>
public enum VerifyOutcome
{
    /// <summary>All that the definition says of it holds.</summary>
    Passed,

    /// <summary>Something does not.</summary>
    Failed,

    /// <summary>The definition does not say how to tell.</summary>
    Unproven,

    /// <summary>There is no image to verify: it is skipped, or was not built.</summary>
    Missing,
}
