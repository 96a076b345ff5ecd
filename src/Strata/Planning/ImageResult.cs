using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>What became of one image.</summary>
/// <param name="Image">The image's name.</param>
public abstract record ImageResult(string Image);

/// <summary>The image is there: built, or reused.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Reference">What it is called in the engine or registry, <c>repository:tag</c>.</param>
/// <param name="Digest">Digest of its manifest, <c>sha256:...</c>.</param>
/// <param name="Layers">Its layers, the base's first; empty when they are not known.</param>
public abstract record ImageAvailable(string Image, string Reference, string Digest, ImmutableArray<LayerSize> Layers) : ImageResult(Image)
{
    /// <summary>Bytes of all layers, uncompressed.</summary>
    public long Size => Layers.Sum(l => l.Bytes);
}

/// <summary>The image was there already, made of the same inputs.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Reference">What it is called in the engine or registry, <c>repository:tag</c>.</param>
/// <param name="Digest">Digest of its manifest, <c>sha256:...</c>.</param>
/// <param name="Layers">Its layers, as they were when it was built.</param>
public sealed record ImageReused(string Image, string Reference, string Digest, ImmutableArray<LayerSize> Layers)
    : ImageAvailable(Image, Reference, Digest, Layers);

/// <summary>The image was built.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Reference">What it is called in the engine or registry, <c>repository:tag</c>.</param>
/// <param name="Digest">Digest of its manifest, <c>sha256:...</c>.</param>
/// <param name="Duration">From the first of its steps to the last, as BuildKit tells; waiting for parents is not in it.</param>
/// <param name="Layers">Its layers, the base's first.</param>
/// <param name="Steps">Steps of its own Dockerfile that were solved.</param>
/// <param name="CachedSteps">How many of these came from BuildKit's cache.</param>
public sealed record ImageBuilt(
    string Image, string Reference, string Digest, TimeSpan Duration, ImmutableArray<LayerSize> Layers, int Steps, int CachedSteps)
    : ImageAvailable(Image, Reference, Digest, Layers);

/// <summary>A layer and its size.</summary>
/// <param name="DiffId">Digest of the uncompressed layer.</param>
/// <param name="Bytes">Uncompressed.</param>
public sealed record LayerSize(string DiffId, long Bytes);

/// <summary>A step of the image failed.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Problem">Dockerfile line, command, exit code, and the last lines as the excerpt.</param>
/// <param name="LogFile">Where the whole log stands; null when there is none.</param>
public sealed record ImageFailed(string Image, Problem Problem, string? LogFile = null) : ImageResult(Image)
{
    /// <summary>The engine's cache has lost what it knew of the step: without the cache it can be solved.</summary>
    public bool IsStepLost { get; init; }
}

/// <summary>The image was not built because of another one, or because the build was cancelled.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Because">What users read: <c>base-ml failed</c>, <c>cancelled</c>.</param>
public sealed record ImageNotBuilt(string Image, string Because) : ImageResult(Image);

/// <summary>The plan left the image out.</summary>
/// <param name="Image">The image's name.</param>
/// <param name="Reason">The plan's reason.</param>
public sealed record ImageSkipped(string Image, string Reason) : ImageResult(Image);
