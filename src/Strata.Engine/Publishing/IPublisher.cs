using System.Collections.Immutable;

namespace Strata.Engine.Publishing;

/// <summary>Brings images into a registry, and then moves their names to them: all, or none that could be known to fail.</summary>
public interface IPublisher
{
    /// <summary>Publishes the images of a call.</summary>
    /// <param name="images">Bases before what stands on them.</param>
    /// <param name="cancellation">Ends the work; names that were moved stay moved, and the error says which.</param>
    /// <exception cref="StrataException">The registry refuses or fails, or an image is missing (exit code 5).</exception>
    Task<PublishResult> PublishAsync(ImmutableArray<PublishImage> images, CancellationToken cancellation);
}
