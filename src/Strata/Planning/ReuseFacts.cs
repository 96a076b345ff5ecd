using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>All that a planner has to know to reuse images.</summary>
/// <param name="Manifests">What each image is made of now.</param>
/// <param name="Records">What is remembered of each image, newest first; an image without any may be missing.</param>
/// <param name="Stored">The images that are really there, by digest.</param>
public sealed record ReuseFacts(
    IReadOnlyDictionary<string, InputManifest> Manifests,
    IReadOnlyDictionary<string, ImmutableArray<BuildRecord>> Records,
    IReadOnlyDictionary<string, StoredImage> Stored)
{
    /// <summary>Build everything, whatever is remembered.</summary>
    public bool IsForced { get; init; }

    /// <summary>What the registry has of these very fingerprints, by image; empty when there is none, or it was not asked.</summary>
    public IReadOnlyDictionary<string, RemoteImage> Remote { get; init; } = ImmutableDictionary<string, RemoteImage>.Empty;

    /// <summary>Steps that are decided already, for images of other machines; their images are stood on through the registry.</summary>
    public IReadOnlyDictionary<string, PlanStep> Given { get; init; } = ImmutableDictionary<string, PlanStep>.Empty;

    /// <summary>Names of images whose steps are solved anew.</summary>
    public ImmutableHashSet<string> NoCache { get; init; } = [];

    /// <summary>The clone that is planned for: its own records tell differences best.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>What is remembered of an image, newest first.</summary>
    public ImmutableArray<BuildRecord> RecordsOf(string image) => Records.GetValueOrDefault(image) is { IsDefault: false } records ? records : [];
}
