using Strata.Graph;

namespace Strata.Planning;

/// <summary>What is to be done for one image, and why.</summary>
/// <param name="Image">The image.</param>
/// <param name="Action">Build it, reuse it or leave it out.</param>
/// <param name="Reason">A few words that users read behind the image's name: <c>parent base-ml</c>, <c>not in the debian supply: ...</c>.</param>
public sealed record PlanStep(ImageDefinition Image, PlanAction Action, string Reason)
{
    /// <summary>The call names it: it is not only there because others stand on it.</summary>
    public bool IsAskedFor { get; init; }

    /// <summary>What it is made of; null when that was not asked.</summary>
    public InputManifest? Inputs { get; init; }

    /// <summary>The image that is reused; null for other actions.</summary>
    public ReusedImage? Reused { get; init; }

    /// <summary>Its steps are solved anew, without BuildKit's cache.</summary>
    public bool NoCache { get; init; }

    /// <summary>The machine that builds it and has it, as users name it; null for the one that the call is made on.</summary>
    public string? Host { get; init; }

    /// <summary>It takes the place of what the registry has of the same inputs: made anew on purpose, or on a parent that was.</summary>
    public bool Replaces { get; init; }

    /// <summary>How long building it took before; null when it is not built, or never was.</summary>
    public TimeSpan? Expected { get; init; }

    /// <summary>Bytes of all its layers, uncompressed, when it was built last; null when that is not known.</summary>
    public long? SizeBefore { get; init; }
}

/// <summary>What a plan does with an image.</summary>
public enum PlanAction
{
    /// <summary>BuildKit builds it.</summary>
    Build,

    /// <summary>It cannot be had from the plan's supply, or stands on one that cannot.</summary>
    Skip,

    /// <summary>It is there already, made of the same inputs, on the very parent images of this plan.</summary>
    Reuse,
}
