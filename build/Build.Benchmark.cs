using System;
using System.Linq;
using Nuke.Common;

internal partial class Build
{
    [Parameter("Sizes of the graphs that Benchmark generates. Default is 12 and 102.")]
    private int[]? Sizes { get; }

    [Parameter("Pairs of runs that Benchmark makes for each scenario. Default is 5.")]
    private int? Rounds { get; }

    [Parameter("Scenarios that Benchmark runs: Cold, NothingChanged, LeafChanged, BaseChanged, or Layering or Sync alone. Default is all that build.")]
    private string[]? Scenarios { get; }

    [Parameter("Sizes of the graphs that Benchmark only plans. Default is none.")]
    private int[]? PlanSizes { get; }

    [Parameter("The largest graph that Benchmark also builds with one docker build after the other. Default is none.")]
    private int? ScriptSize { get; }

    private Target Benchmark => _ => _
        .Description("Measures Strata beside plain docker buildx bake and writes docs/benchmarks.md, layers beside monoliths, or the sync beside rsync and writes docs/benchmarks-sync.md")
        .Executes(() => DotNet.Check(RootDirectory,
            ["run", "-c", "Release", "--project", "tests/benchmarks", "--",
                "--images", .. (Sizes ?? [12, 102]).Select(s => s.ToString()), "--rounds", (Rounds ?? 5).ToString(),
                .. Scenarios is { Length: > 0 } scenarios ? ["--scenarios", .. scenarios] : Array.Empty<string>(), .. PlanSizes is { Length: > 0 } plans ? ["--plans", .. plans.Select(s => s.ToString())] : Array.Empty<string>(),
                "--script", (ScriptSize ?? 0).ToString(), "--output", Scenarios switch { ["Sync"] => "docs/benchmarks-sync.md", ["Layering"] => "docs/benchmarks-layering.md", _ => "docs/benchmarks.md" }]));
}
