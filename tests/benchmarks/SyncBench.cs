using System.Diagnostics;
using System.Globalization;
using System.Text;
using Strata.Engine.Hosts;
using Strata.Engine.Sync;

namespace Strata.Benchmarks;

/// <summary>Measures a sync of trees to a host beside <c>rsync -az --delete</c> over the same sshd, in turn, in one run.</summary>
internal sealed class SyncBench(LoopbackSshd sshd, string scratch, int rounds, Action<IReadOnlyList<SyncMeasurement>> onMeasured)
{
    private const long Large = 300_000_000;

    /// <param name="sizes">How many files the trees have; 1 is the large file.</param>
    public async Task<IReadOnlyList<SyncMeasurement>> RunAsync(IReadOnlyList<int> sizes)
    {
        await using var direct = await sshd.ConnectAsync("direct");
        await using var counted = await sshd.ConnectAsync("counted");
        var doors = new Doors(direct, counted, await sshd.MasterAsync("direct"), await sshd.MasterAsync("counted"));
        var trees = Directory.CreateDirectory(Path.Combine(scratch, "trees")).FullName;

        // Compiles what is compiled on first use; the product does that once in a call, too.
        await MeasureAsync(SyncTree.OfFiles(trees, 20), "warm-up", null, doors, 1);
        var measurements = new List<SyncMeasurement>();
        async Task AddAsync(SyncTree tree, string name, int? changes)
        {
            measurements.Add(await MeasureAsync(tree, name, changes, doors, rounds));
            onMeasured(measurements);
        }

        foreach (var size in sizes.Where(s => s > 1))
        {
            var tree = SyncTree.OfFiles(trees, size);
            await AddAsync(tree, "cold", null);
            await AddAsync(tree, "nothing changed", 0);
            await AddAsync(tree, "1 file changed", 1);
            if (size > 500)
            {
                await AddAsync(tree, "500 files changed", 500);
            }
        }

        if (!sizes.Contains(1))
        {
            return measurements;
        }

        var large = SyncTree.OfOneFile(trees, Large);
        await AddAsync(large, "cold", null);
        await AddAsync(large, "16 bytes changed", 1);
        return measurements;
    }

    /// <param name="tree">What is synced.</param>
    /// <param name="name">What the table calls the change.</param>
    /// <param name="changes">Files changed before each run; null to clear the host.</param>
    /// <param name="doors">Ways to the host.</param>
    /// <param name="times">Pairs of runs.</param>
    private async Task<SyncMeasurement> MeasureAsync(SyncTree tree, string name, int? changes, Doors doors, int times)
    {
        var (ours, peer) = (new List<double>(), new List<double>());
        var bytes = new long[2];
        for (var round = 0; round <= times; round++)
        {
            await PrepareAsync(tree, changes);

            // Who goes first changes; the last round counts bytes in place of seconds.
            foreach (var isOurs in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var isCounted = round == times;
                var before = sshd.CountedBytes;
                var clock = Stopwatch.StartNew();
                if (isOurs)
                {
                    await SyncAsync(tree, isCounted ? doors.Counted : doors.Direct);
                }
                else
                {
                    await RsyncAsync(tree, isCounted ? "counted" : "direct", isCounted ? doors.CountedMaster : doors.DirectMaster);
                }

                var seconds = clock.Elapsed.TotalSeconds;

                // The copy that a host makes ahead, when nobody waits, is not to slow the other one down.
                await Task.Delay(TimeSpan.FromSeconds(1.5));
                if (isCounted)
                {
                    bytes[isOurs ? 0 : 1] = sshd.CountedBytes - before;
                }
                else
                {
                    (isOurs ? ours : peer).Add(seconds);
                    Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tree.Name}, {name}: {(isOurs ? "strata" : "rsync")} {seconds:0.00} s"));
                }
            }
        }

        return new SyncMeasurement(tree.Name, name, ours, peer, bytes[0], bytes[1]);
    }

    private async Task PrepareAsync(SyncTree tree, int? changes)
    {
        if (changes is { } files)
        {
            tree.Change(files);
        }
        else
        {
            // Put aside, not deleted: for minutes, ext4 searches past every inode that was freed, and who comes first pays for it.
            var old = Directory.CreateDirectory(Path.Combine(scratch, $"old-{Guid.NewGuid():N}")).FullName;
            foreach (var folder in new[] { Path.Combine(sshd.Home, "strata"), Path.Combine(scratch, "memory"), Path.Combine(sshd.Home, tree.Name) }.Where(Directory.Exists))
            {
                Directory.Move(folder, Path.Combine(old, Path.GetFileName(folder)));
            }
        }

        if (changes != 0)
        {
            // As long as a file may have changed within the clock's last tick it would be hashed again: no user is that fast.
            await Task.Delay(TimeSpan.FromSeconds(2.1));
        }

        await tree.CollectAsync();
    }

    private async Task SyncAsync(SyncTree tree, IBuildHost host) =>
        await new TreeSync(tree.Name, Path.Combine(scratch, "memory")).SyncAsync(host, "strata", Task.Run(tree.CollectAsync), default);

    private async Task RsyncAsync(SyncTree tree, string door, string master) => await new LocalHost().RequireAsync(
        new Command(sshd.Rsync, "-az", "--delete", "--rsync-path", sshd.Rsync, "-e", master, tree.Root + "/", $"{door}:{sshd.Home}/{tree.Name}/"), default);

    public static string Render(IEnumerable<SyncMeasurement> measurements, string command, string machine, string versions)
    {
        var text = new StringBuilder($"""
            # Benchmark of the sync

            Bringing files to a build host: Strata's sync beside `rsync -az --delete`, to the same sshd on loopback, in turn, in one run; each has one open
            connection before the first run (`ControlMaster`). Trees are text files of 200 to 8,000 bytes, or one file of noise. Times are seconds:
            median (minimum to maximum). Strata's include walking the tree, with hashes known, as a build has taken its fingerprints just before. Bytes
            are those on the wire, both ways, with what ssh adds.

            - Command: `{command}`
            - Machine: {machine}
            - Versions: {versions}

            | tree | change | strata, s | rsync, s | strata / rsync | strata, bytes | rsync, bytes | strata / rsync |
            |---|---|---:|---:|---:|---:|---:|---:|

            """);
        foreach (var m in measurements)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {m.Tree.Replace('-', ' ')} | {m.Change} | {Range(m.Ours)} | {Range(m.Peer)} | {Median(m.Ours) / Median(m.Peer):0.00} | {m.OurBytes} | {m.PeerBytes} | {(double)m.OurBytes / m.PeerBytes:0.00} |");
        }

        return text.ToString();
    }

    private static string Range(IReadOnlyList<double> all) => string.Create(CultureInfo.InvariantCulture, $"{Median(all):0.00} ({all.Min():0.00} to {all.Max():0.00})");

    private static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed record Doors(IBuildHost Direct, IBuildHost Counted, string DirectMaster, string CountedMaster);
}
