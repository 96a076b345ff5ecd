using System.Collections.Immutable;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Targets;

/// <summary>An image that a call has, to be published.</summary>
/// <param name="Image">The image.</param>
/// <param name="Tags">The names that it gets in the registry, at least one.</param>
internal sealed record ImageToPublish(ImageDefinition Image, ImmutableArray<string> Tags)
{
    /// <summary>What the engine calls it; null when only the registry has it.</summary>
    public string? Local { get; init; }

    /// <summary>What it is made of; null asks the engine for the image's label.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>It was built without cache on purpose.</summary>
    public bool Replaces { get; init; }
}
