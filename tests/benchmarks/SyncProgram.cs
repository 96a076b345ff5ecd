using Strata.Engine.Hosts;

namespace Strata.Benchmarks;

/// <summary>The scenario Sync from start to end.</summary>
internal static class SyncProgram
{
    public static async Task RunAsync(int rounds, IReadOnlyList<int> sizes, string? output, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("strata-bench-").FullName;
        try
        {
            await using var sshd = await LoopbackSshd.StartAsync(Path.Combine(scratch, "sshd"));
            var versions = await new LocalHost().RequireAsync(new Command("sh", "-c", "\"$0\" --version | head -n 1; ssh -V 2>&1", sshd.Rsync), cancellation);
            var page = "";

            // Written after each row: a run that is cut short has told something too.
            await new SyncBench(sshd, scratch, rounds, Write).RunAsync(sizes);
            if (output is null)
            {
                Console.Out.Write(page);
            }

            void Write(IReadOnlyList<SyncMeasurement> measured)
            {
                page = SyncBench.Render(
                    measured,
                    $"./build.sh Benchmark --scenarios Sync --rounds {rounds}",
                    $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000_000} GB, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}",
                    string.Join(", ", versions.Output.Split('\n').Select(v => v.Trim())) + $", .NET {Environment.Version}");
                if (output is not null)
                {
                    File.WriteAllText(output, page);
                }
            }
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
