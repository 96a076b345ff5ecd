using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>An image that a registry has under its fingerprint's tag.</summary>
/// <param name="Reference">Repository and fingerprint's tag, <c>gitea.example/harkon/base-ml:fp-...</c>.</param>
/// <param name="Digest">Digest behind the tag, <c>sha256:...</c>.</param>
/// <param name="ConfigDigest">Digest of its config: what Docker's classic image store calls it.</param>
/// <param name="Fingerprint">What its label says it was made of.</param>
/// <param name="DiffIds">Digests of its uncompressed layers, the base's first.</param>
/// <param name="Created">When it was made; null when its config does not say.</param>
public sealed record RemoteImage(
    string Reference, string Digest, string ConfigDigest, Fingerprint Fingerprint, ImmutableArray<string> DiffIds, DateTimeOffset? Created)
{
    /// <summary>Whether an engine's image is this very one.</summary>
    public bool IsSame(StoredImage stored) => stored.Digest == Digest || stored.Digest == ConfigDigest;

    /// <summary>Whether its layers begin with those of another image; false when those are not known.</summary>
    public bool StandsOn(ImmutableArray<string> parent) =>
        !parent.IsEmpty && DiffIds.Length >= parent.Length && DiffIds.AsSpan(0, parent.Length).SequenceEqual(parent.AsSpan());
}
