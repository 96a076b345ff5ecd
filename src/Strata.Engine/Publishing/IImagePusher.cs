namespace Strata.Engine.Publishing;

/// <summary>Sends the bytes of an image to its registry.</summary>
public interface IImagePusher
{
    /// <summary>Sends what the registry does not have, and puts the image under its fingerprint's tag.</summary>
    /// <exception cref="StrataException">The engine does not have it, or the registry refuses (exit code 5).</exception>
    Task PushAsync(PublishImage image, CancellationToken cancellation);
}
