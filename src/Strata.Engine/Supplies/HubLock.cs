using System.Collections.Immutable;
using Strata.Oci;

namespace Strata.Engine.Supplies;

/// <summary>What a tag of a registry meant when it was looked up.</summary>
/// <param name="Index">Digest behind the tag.</param>
/// <param name="Platforms">Digests of the manifests by platform, such as <c>linux/amd64</c>.</param>
public sealed record HubLock(Digest Index, ImmutableSortedDictionary<string, Digest> Platforms)
{
    /// <inheritdoc/>
    public bool Equals(HubLock? other) => other is not null && Index == other.Index && Platforms.SequenceEqual(other.Platforms);

    /// <inheritdoc/>
    public override int GetHashCode() => Index.GetHashCode();
}
