using System.Collections.Immutable;

namespace Strata.Engine.Analysis;

/// <summary>Where images and their layers are read from.</summary>
public interface IImageSource
{
    /// <summary>Reads images; afterwards the cache has all their layers.</summary>
    /// <param name="requests">The images.</param>
    /// <param name="cache">Has what was read before, which is not read again.</param>
    /// <param name="cancellation">Ends the reading; what was read whole stays in the cache.</param>
    /// <returns>Images by the name of their request; one that is not there is left out.</returns>
    /// <exception cref="StrataException">A layer cannot be read, or is not what its image says.</exception>
    Task<ImmutableDictionary<string, AnalyzedImage>> ReadAsync(ImmutableArray<ImageRequest> requests, LayerCache cache, CancellationToken cancellation);
}

/// <summary>An image that is wanted.</summary>
/// <param name="Image">Its name in the fleet.</param>
/// <param name="Reference">What it is called, <c>repository:tag</c>.</param>
/// <param name="Digest">The very image, <c>sha256:...</c>; null for whatever the name means.</param>
public sealed record ImageRequest(string Image, string Reference, string? Digest = null);
