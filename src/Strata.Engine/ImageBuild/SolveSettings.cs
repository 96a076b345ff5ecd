using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Engine.ImageBuild;

/// <summary>What is the same for all images of a build.</summary>
/// <param name="ContextRoot">The repository root on the host; absolute.</param>
/// <param name="LogDirectory">Where a log per image is written, on this machine; absolute.</param>
/// <param name="Tags">The references that an image gets, <c>repository:tag</c>; at least one, and the first is what results call it.</param>
public sealed record SolveSettings(string ContextRoot, string LogDirectory, Func<ImageDefinition, ImmutableArray<string>> Tags)
{
    /// <summary>
    /// All images have their fingerprint's tag from the start, beside their own, not only those that others are built on and those that are refreshed: for calls that take them up again after the build, whatever became of the tag
    /// meanwhile, and for engines that cannot give it to them later, by their digest.
    /// </summary>
    public bool TagsFingerprints { get; init; } = true;

    /// <summary>Where in a registry an image's finished steps are kept, <c>repository:tag</c>; null keeps them nowhere. No image is rebuilt for it.</summary>
    public Func<ImageDefinition, string>? Cache { get; init; }

    /// <summary>Finds a file of this machine that a secret names.</summary>
    public Func<string, string> FileOf { get; init; } = Path.GetFullPath;

    /// <summary>Labels that no image is rebuilt for, such as those of the commit; by image name.</summary>
    public IReadOnlyDictionary<string, ImmutableSortedDictionary<string, string>> CommitLabels { get; init; } =
        ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>.Empty;
}
