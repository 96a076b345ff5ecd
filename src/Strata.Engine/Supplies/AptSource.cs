using System.Collections.Immutable;

namespace Strata.Engine.Supplies;

/// <summary>One suite of one archive that a machine's apt takes binary packages from.</summary>
/// <param name="Uri">The archive, as written but without user and password.</param>
/// <param name="Suite">Such as <c>bookworm-security</c>.</param>
/// <param name="Components">Such as <c>main</c>; empty for flat archives.</param>
/// <param name="Keyring">The file of keys that it has to be signed by; null when apt's own keys count, or keys that are written into the source itself.</param>
public sealed record AptSource(Uri Uri, string Suite, ImmutableArray<string> Components, string? Keyring = null);
