namespace Strata.Benchmarks;

/// <summary>The seconds of two contenders that ran in turn, and of one run of the sequential script where it was asked for.</summary>
internal sealed record Measurement(int Images, Scenario Scenario, IReadOnlyList<double> Ours, IReadOnlyList<double> Peer, double? Script = null)
{
    public double OurMedian => Median(Ours);

    public double PeerMedian => Median(Peer);

    /// <summary>How many times the peer's time is ours, pair by pair: what drifts on the machine drifts for both.</summary>
    public IReadOnlyList<double> Ratios => [.. Peer.Zip(Ours, (peer, ours) => peer / ours)];

    public double MedianRatio => Median(Ratios);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
