using System.CommandLine;
using Strata.Benchmarks;
using Strata.Engine.Engines;
using Strata.Engine.Files;

var images = new Option<int[]>("--images") { Description = "Sizes of the generated graphs.", DefaultValueFactory = _ => [12, 102], AllowMultipleArgumentsPerToken = true };
var rounds = new Option<int>("--rounds") { Description = "Pairs of runs for each scenario.", DefaultValueFactory = _ => 5 };
var scenarios = new Option<Scenario[]>("--scenarios") { Description = "What happens before a measured run.", DefaultValueFactory = _ => [Scenario.Cold, Scenario.NothingChanged, Scenario.LeafChanged, Scenario.BaseChanged], AllowMultipleArgumentsPerToken = true };
var plans = new Option<int[]>("--plans") { Description = "Sizes of the graphs that are only planned.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
var trees = new Option<int[]>("--trees") { Description = "Files of the trees that are synced; 1 is one large file.", DefaultValueFactory = _ => [200, 20_000, 1], AllowMultipleArgumentsPerToken = true };
var script = new Option<int>("--script") { Description = "The largest graph that the sequential script builds, too; 0 for none.", DefaultValueFactory = _ => 0 };
var output = new Option<string?>("--output") { Description = "The page to write; without it the page goes to standard output." };
var source = new Option<string>("--source") { Description = "The repository that Strata is taken from.", DefaultValueFactory = _ => Directory.GetCurrentDirectory() };
var root = new RootCommand("Measures Strata beside plain docker buildx bake.") { images, rounds, scenarios, plans, trees, script, output, source };
root.SetAction(async (parsed, cancellation) =>
{
    if (parsed.GetValue(scenarios)!.Contains(Scenario.Sync))
    {
        await SyncProgram.RunAsync(parsed.GetValue(rounds), parsed.GetValue(trees)!, parsed.GetValue(output), cancellation);
        return;
    }

    var scratch = Directory.CreateTempSubdirectory("strata-bench-").FullName;
    var home = Directory.CreateDirectory(Path.Combine(scratch, "home")).FullName;
    var state = StateDirectory.Locate(name => name == "HOME" ? home : null);
    var engine = new PrivateEngine(state, Console.Error.WriteLine);
    try
    {
        var connection = await engine.EnsureAsync(cancellation);
        if (parsed.GetValue(scenarios)!.Contains(Scenario.Layering))
        {
            await using var registry = await LoopbackRegistry.StartAsync(Path.Combine(scratch, "registry"));
            var text = new LayeringBench(connection, registry, scratch, parsed.GetValue(source)!, home).Run();
            await WriteAsync(BenchmarkReport.Layering(text, Machine(), Versions(connection)));
            return;
        }

        var measurements = new List<Measurement>();
        foreach (var count in parsed.GetValue(images)!)
        {
            var folder = Directory.CreateDirectory(Path.Combine(scratch, $"graph-{count}")).FullName;
            var bench = new Bench(connection, GeneratedRepository.Create(folder, parsed.GetValue(source)!, count), home);
            bench.WarmUp();
            foreach (var scenario in parsed.GetValue(scenarios)!)
            {
                measurements.Add(bench.Run(scenario, parsed.GetValue(rounds), count <= parsed.GetValue(script)));
            }
        }

        var planned = new List<(int Images, IReadOnlyList<double> Seconds)>();
        foreach (var count in parsed.GetValue(plans)!)
        {
            var folder = Directory.CreateDirectory(Path.Combine(scratch, $"plan-{count}")).FullName;
            var bench = new Bench(connection, GeneratedRepository.Create(folder, parsed.GetValue(source)!, count), home);
            bench.WarmUp();
            planned.Add((count, bench.Plan(parsed.GetValue(rounds))));
        }

        var page = BenchmarkReport.Render(
            measurements,
            planned,
            $"{Compiling()}./build.sh Benchmark --sizes {string.Join(' ', parsed.GetValue(images)!)} --rounds {parsed.GetValue(rounds)} --scenarios {string.Join(' ', parsed.GetValue(scenarios)!)}"
                + (planned.Count > 0 ? $" --plan-sizes {string.Join(' ', planned.Select(p => p.Images))}" : "") + (parsed.GetValue(script) is > 0 and var largest ? $" --script-size {largest}" : ""),
            Machine(),
            Versions(connection));
        await WriteAsync(page);
    }
    finally
    {
        await engine.CleanAsync(CancellationToken.None);
        Directory.Delete(scratch, recursive: true);
    }

    async Task WriteAsync(string page)
    {
        if (parsed.GetValue(output) is { } file)
        {
            await File.WriteAllTextAsync(file, page, cancellation);
        }
        else
        {
            Console.Out.Write(page);
        }
    }

    // Part of the command, as it decides what is measured.
    static string Compiling() => Environment.GetEnvironmentVariable("STRATA_COMPILE") is { Length: > 0 } way ? $"STRATA_COMPILE={way} " : "";

    static string Machine() =>
        $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000_000} GB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}";

    static string Versions(EngineConnection engine) => $"docker {engine.Version}, buildx {engine.BuildxVersion}, .NET {Environment.Version}";
});
return await root.Parse(args).InvokeAsync();
