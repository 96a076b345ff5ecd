namespace Strata.Engine.Sync;

/// <summary>What a sync left on the host and what it took.</summary>
/// <param name="RemotePath">The tree's directory on the host; absolute. It never changes: another content has another directory.</param>
/// <param name="KnownFiles">Files and links of the tree.</param>
/// <param name="SentFiles">Files whose content was sent.</param>
/// <param name="SentBytes">Bytes written to the host, compressed; not what the connection adds.</param>
/// <param name="RoundTrips">Commands that were run on the host; 1 when nothing had changed.</param>
/// <param name="Elapsed">From start to end.</param>
public sealed record SyncResult(string RemotePath, int KnownFiles, int SentFiles, long SentBytes, int RoundTrips, TimeSpan Elapsed);
