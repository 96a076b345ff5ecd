using System.Collections.Immutable;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Engine.Supplies;

/// <summary>What upstreams were when they were looked up, so that a build with the same lock has the same inputs; immutable.</summary>
/// <param name="Entries">By the upstream's reference.</param>
public sealed record UpstreamLock(ImmutableSortedDictionary<string, UpstreamLockEntry> Entries)
{
    /// <summary>A lock that knows nothing.</summary>
    public static UpstreamLock Empty { get; } = new(ImmutableSortedDictionary.Create<string, UpstreamLockEntry>(StringComparer.Ordinal));

    /// <summary>What is locked of an upstream in the Hub supply; null when nothing is.</summary>
    public HubLock? Hub(Upstream upstream) => Entries.GetValueOrDefault(upstream.Reference)?.Hub;

    /// <summary>What is locked of an upstream in the Debian supply; null when nothing is, or of another suite or other packages.</summary>
    public DebianLock? Debian(Upstream upstream) =>
        upstream.Debian is { } root && Entries.GetValueOrDefault(upstream.Reference)?.Debian is { } locked && locked.IsOf(root) ? locked : null;

    /// <summary>The digest that an image's fingerprint takes in for an upstream: of one platform, or of all (null); null when it is not locked.</summary>
    public Digest? DigestOf(Upstream upstream, Supply supply, Platform? platform) => supply == Supply.Hub
        ? Hub(upstream) is { } hub ? hub.Platforms.GetValueOrDefault(platform?.ToString() ?? "", hub.Index) : null
        : Debian(upstream)?.Digest;

    /// <summary>Whether the supply has something to lock of an upstream: without a stand-in, the Debian supply has nothing.</summary>
    public static bool CanLock(Upstream upstream, Supply supply) => supply == Supply.Hub || upstream.Debian is not null;

    /// <summary>Whether an upstream is locked in a supply.</summary>
    public bool Has(Upstream upstream, Supply supply) => supply == Supply.Hub ? Hub(upstream) is not null : Debian(upstream) is not null;

    /// <summary>The same with an upstream's new state in one supply; the other supply's stays.</summary>
    public UpstreamLock With(Upstream upstream, HubLock hub) => With(upstream.Reference, e => e with { Hub = hub });

    /// <inheritdoc cref="With(Upstream, HubLock)"/>
    public UpstreamLock With(Upstream upstream, DebianLock debian) => With(upstream.Reference, e => e with { Debian = debian });

    /// <summary>The same with all that another lock knows, which goes first.</summary>
    public UpstreamLock Merge(UpstreamLock newer) => newer.Entries.Aggregate(
        this, (merged, entry) => merged.With(entry.Key, e => new UpstreamLockEntry(entry.Value.Hub ?? e.Hub, entry.Value.Debian ?? e.Debian)));

    private UpstreamLock With(string reference, Func<UpstreamLockEntry, UpstreamLockEntry> change) =>
        new(Entries.SetItem(reference, change(Entries.GetValueOrDefault(reference) ?? new UpstreamLockEntry(null, null))));
}

/// <summary>An upstream in a lock, in each supply that it was looked up in.</summary>
/// <param name="Hub">In the Hub supply; null when it was not looked up there.</param>
/// <param name="Debian">In the Debian supply; null when it was not looked up there.</param>
public sealed record UpstreamLockEntry(HubLock? Hub, DebianLock? Debian);
