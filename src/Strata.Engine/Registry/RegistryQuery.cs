using System.Collections.Immutable;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Registry;

/// <summary>An image that is looked for in a registry.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Repository">Its repository.</param>
/// <param name="Fingerprint">What it has to be made of.</param>
public sealed record RegistryQuery(string Image, ImageReference Repository, Fingerprint Fingerprint)
{
    /// <summary>Where it would be.</summary>
    public ImageReference Reference => Repository with { Tag = Fingerprint.Tag, Digest = null };
}

/// <summary>An image that a registry has under its fingerprint's tag.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Reference">Repository and fingerprint's tag.</param>
/// <param name="Digest">Digest behind the tag.</param>
/// <param name="Fingerprint">The whole fingerprint, from its label; null when it has no such label.</param>
/// <param name="DiffIds">Digests of its uncompressed layers, the base's first.</param>
/// <param name="Layers">Its layers as stored, the base's first.</param>
public sealed record RegistryImage(
    string Image, ImageReference Reference, Digest Digest, Fingerprint? Fingerprint, ImmutableArray<string> DiffIds, ImmutableArray<Descriptor> Layers)
{
    /// <summary>Digest of its config; null when it has none for this platform.</summary>
    public Digest? ConfigDigest { get; init; }

    /// <summary>When it was made; null when its config does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Bytes of its layers as stored.</summary>
    public long Size => Layers.Sum(l => l.Size);

    /// <summary>Whether it stands on the very image that has these layers: of the same inputs there may be a refreshed one.</summary>
    public bool StandsOn(ImmutableArray<string> parent) =>
        DiffIds.Length >= parent.Length && DiffIds.AsSpan(0, parent.Length).SequenceEqual(parent.AsSpan());
}
