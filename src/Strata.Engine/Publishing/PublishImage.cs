using System.Collections.Immutable;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Publishing;

/// <summary>An image that is to be in the registry.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Repository">Its repository there.</param>
/// <param name="Fingerprint">What it is made of.</param>
/// <param name="Tags">The names that are moved to it when all are there.</param>
public sealed record PublishImage(string Image, ImageReference Repository, Fingerprint Fingerprint, ImmutableArray<string> Tags)
{
    /// <summary>What the engine calls its bytes, a reference or digest; null when only the registry has it.</summary>
    public string? Local { get; init; }

    /// <summary>The name of the image of the same call that its layers begin with; null when it stands on none.</summary>
    public string? Base { get; init; }

    /// <summary>It was made anew on purpose: it takes the place of one that was made of the same inputs.</summary>
    public bool Replaces { get; init; }

    /// <summary>The name that its bytes are pushed under.</summary>
    public ImageReference Reference => Repository with { Tag = Fingerprint.Tag, Digest = null };
}
