using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>What is remembered of one image that was built: enough to reuse it, to say why it is built again, and how long that takes.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Fingerprint">The hash of its inputs.</param>
/// <param name="Inputs">All that it was made of.</param>
/// <param name="Reference">What it was called when it was built, <c>repository:tag</c>.</param>
/// <param name="Digest">Digest of its manifest, <c>sha256:...</c>.</param>
/// <param name="Layers">Its layers, the base's first; empty when they are not known.</param>
/// <param name="Parents">Digest of the very image that it stands on, by the parent's name.</param>
/// <param name="Duration">From the first of its own steps to the last.</param>
/// <param name="When">When it was finished.</param>
/// <param name="Engine">The engine that built it, for people: <c>private docker 28.5.2</c>.</param>
/// <param name="Workspace">The clone that it was built from; a hint for telling differences, never for reuse.</param>
public sealed record BuildRecord(
    string Image,
    Fingerprint Fingerprint,
    InputManifest Inputs,
    string Reference,
    string Digest,
    ImmutableArray<LayerSize> Layers,
    ImmutableSortedDictionary<string, string> Parents,
    TimeSpan Duration,
    DateTimeOffset When,
    string Engine,
    string Workspace)
{
    /// <summary>It was made anew on purpose, or stands on one that was: it takes the place of an older one of the same inputs.</summary>
    public bool IsRefresh { get; init; }
}
