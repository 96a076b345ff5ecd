using Strata.Graph;

namespace Strata.Planning;

/// <summary>What is to be done for one image, and why.</summary>
/// <param name="Image">The image.</param>
/// <param name="Action">Build it or leave it out.</param>
/// <param name="Reason">A few words that users read behind the image's name: <c>parent base-ml</c>, <c>not in the debian supply: ...</c>.</param>
public sealed record PlanStep(ImageDefinition Image, PlanAction Action, string Reason);

/// <summary>What a plan does with an image.</summary>
public enum PlanAction
{
    /// <summary>BuildKit builds it.</summary>
    Build,

    /// <summary>It cannot be had from the plan's supply, or stands on one that cannot.</summary>
    Skip,
}
