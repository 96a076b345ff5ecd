using System.Collections.Immutable;

namespace Strata.Layers;

/// <summary>What it costs the fleet when an image is built anew with other bytes.</summary>
/// <param name="Images">Names of the images that are built anew: itself first, then all that stand on it.</param>
/// <param name="Push">Compressed bytes that a registry, or a machine with all of these images, then has to be sent at most; null when they are not known.</param>
/// <param name="Linked">Of these, bytes of COPY --link layers, which stay as they are unless their own files change.</param>
public sealed record BumpCost(ImmutableArray<string> Images, long? Push, long? Linked);
