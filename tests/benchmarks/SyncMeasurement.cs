namespace Strata.Benchmarks;

/// <summary>What two contenders took for one change of one tree.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="Change">What had changed since the last sync.</param>
/// <param name="Ours">Seconds.</param>
/// <param name="Peer">Seconds.</param>
/// <param name="OurBytes">On the wire, both ways, with what ssh adds.</param>
/// <param name="PeerBytes">The same.</param>
internal sealed record SyncMeasurement(string Tree, string Change, IReadOnlyList<double> Ours, IReadOnlyList<double> Peer, long OurBytes, long PeerBytes);
