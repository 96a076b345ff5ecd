using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>An image that is really there, in an engine's store or a registry.</summary>
/// <param name="Digest">Digest of its manifest, <c>sha256:...</c>.</param>
/// <param name="Fingerprint">What its label says it was made of.</param>
/// <param name="References">The names that lead to it, <c>repository:tag</c>; may be empty.</param>
/// <param name="IsAddressable">A build can stand on it by its digest; the classic image store of Docker cannot do that.</param>
public sealed record StoredImage(string Digest, Fingerprint Fingerprint, ImmutableArray<string> References, bool IsAddressable = true);
