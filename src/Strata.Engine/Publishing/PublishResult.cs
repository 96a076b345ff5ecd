using System.Collections.Immutable;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Publishing;

/// <summary>What a call published.</summary>
/// <param name="Images">All images of the call, in its order.</param>
public sealed record PublishResult(ImmutableArray<PublishedImage> Images);

/// <summary>An image that is in the registry.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Repository">Its repository.</param>
/// <param name="Digest">Its digest there.</param>
/// <param name="Fingerprint">What it is made of.</param>
/// <param name="Size">Bytes of its layers as stored there.</param>
/// <param name="Tags">The names that now mean it.</param>
/// <param name="WasPushed">Its bytes were not there before.</param>
public sealed record PublishedImage(
    string Image, ImageReference Repository, Digest Digest, Fingerprint Fingerprint, long Size, ImmutableArray<string> Tags, bool WasPushed)
{
    /// <summary>What was published before; null when there was nothing, or it was not asked.</summary>
    public PublishedVersion? Before { get; init; }

    /// <summary>The name for people, fixed by digest.</summary>
    public ImageReference Reference => Repository with { Tag = Tags.IsEmpty ? Fingerprint.Tag : Tags[0], Digest = Digest };
}
