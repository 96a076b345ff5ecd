using System.Collections.Immutable;
using System.Text;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Engine.Supplies;

/// <summary>What the archive of Debian held when it was looked up: it keeps only the newest, so this says what was seen, and cannot bring it back.</summary>
/// <param name="Suite">The suite of the root.</param>
/// <param name="Packages">Its packages, in the order declared.</param>
/// <param name="Releases">SHA-256 of the signed InRelease by suite, updates and security included: each names all packages of its suite by hash.</param>
public sealed record DebianLock(string Suite, ImmutableArray<string> Packages, ImmutableSortedDictionary<string, Digest> Releases)
{
    /// <summary>One hash of all of it.</summary>
    public Digest Digest => Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', [Suite, string.Join(' ', Packages), .. Releases.Select(r => $"{r.Key} {r.Value}")])));

    /// <summary>Whether it is about this root.</summary>
    public bool IsOf(DebianRoot root) => Suite == root.Suite && Packages.SequenceEqual(root.Packages);

    /// <inheritdoc/>
    public bool Equals(DebianLock? other) => other is not null && Digest == other.Digest;

    /// <inheritdoc/>
    public override int GetHashCode() => Digest.GetHashCode();
}
