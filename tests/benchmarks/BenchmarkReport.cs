using System.Globalization;
using System.Text;

namespace Strata.Benchmarks;

/// <summary>The measurements as a page of the docs.</summary>
internal static class BenchmarkReport
{
    public static string Render(
        IEnumerable<Measurement> measurements, IReadOnlyList<(int Images, IReadOnlyList<double> Seconds)> planned, string command, string machine, string versions)
    {
        var text = new StringBuilder($"""
            # Benchmarks

            Strata (`./build.sh BuildAll`, the script included) beside plain `docker buildx bake` of the same generated graph, on the same engine, in
            turn, in one run, both without attestations; each starts when the machine is idle again. A graph is base-runtime, base-ml on it and services on base-ml, each image with 20 small files.
            Times are seconds from start to end as a user waits: median (minimum to maximum). The ratio is bake's time over Strata's, pair by pair:
            above 1 Strata is faster. `docker build`, one by one, is a shell script that builds the same images in order; it ran once.

            - Command: `{command}`
            - Machine: {machine}
            - Versions: {versions}

            | images | scenario | strata | buildx bake | ratio, median (worst to best) | docker build, one by one |
            |---:|---|---:|---:|---:|---:|

            """);
        foreach (var m in measurements)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {m.Images} | {Words(m.Scenario)} | {Range(m.OurMedian, m.Ours)} | {Range(m.PeerMedian, m.Peer)} | {Range(m.MedianRatio, m.Ratios)} | {(m.Script is { } script ? script.ToString("0.00", CultureInfo.InvariantCulture) : "-")} |");
        }

        if (planned.Count > 0)
        {
            text.AppendLine("\n`./build.sh Plan` alone, the script included, nothing of the graph built yet:\n\n| images | seconds |\n|---:|---:|");
            foreach (var (images, seconds) in planned)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"| {images} | {Range(seconds.Order().ElementAt(seconds.Count / 2), seconds)} |");
            }
        }

        return text.ToString();
    }

    /// <summary>The page of <see cref="LayeringBench"/>.</summary>
    public static string Layering(string section, string machine, string versions) => $"""
        # Benchmark of layering

        - Command: `./build.sh Benchmark --scenarios Layering`
        - Machine: {machine}
        - Versions: {versions}

        {section}
        """;

    private static string Range(double median, IReadOnlyList<double> all) =>
        string.Create(CultureInfo.InvariantCulture, $"{median:0.00} ({all.Min():0.00} to {all.Max():0.00})");

    private static string Words(Scenario scenario) => scenario switch
    {
        Scenario.Cold => "cold",
        Scenario.NothingChanged => "nothing changed",
        Scenario.LeafChanged => "one service changed",
        _ => "base-ml changed",
    };
}
