using System.Runtime.Versioning;
using Strata.Engine.Hosts;
using Strata.Engine.Sync;

namespace Strata.Engine.Tests.Sync;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
[TestFixture("sh")]
[TestFixture("busybox")]
public sealed class TreeSyncTests(string shell) : ShellFixture(shell)
{
    private LocalTree Shop => place.Empty
        .File("docker/router/Dockerfile", "FROM scratch\nCOPY services/router /app\n")
        .File("services/router/app.py", "print(1)\n")
        .File("services/router/run.sh", "#!/bin/sh\n", 0x1ED)
        .File("services/router/empty", "")
        .File("services/router/also empty", "")
        .Link("services/router/latest", "../router/app.py")
        .Directory("services/router/cache", 0x3FF);

    [Test]
    public async Task A_tree_arrives_whole_with_modes_and_links()
    {
        var result = await place.SyncAsync(host, Shop);

        Assert.That((result.KnownFiles, result.SentFiles), Is.EqualTo((6, 5)));
        Assert.That(place.Incoming, Is.Empty);
    }

    [Test]
    public async Task An_empty_tree_is_a_tree() => Assert.That((await place.SyncAsync(host, place.Empty)).KnownFiles, Is.Zero);

    [Test]
    public async Task Nothing_changed_is_one_round_trip_and_sends_nothing([Values] bool remembers)
    {
        var first = await place.SyncAsync(host, Shop, remembers);
        var second = await place.SyncAsync(host, Shop, remembers);

        Assert.That((second.RoundTrips, second.SentBytes, second.SentFiles), Is.EqualTo((1, 0L, 0)));
        Assert.That(second.RemotePath, Is.EqualTo(first.RemotePath));
    }

    [Test]
    public async Task One_changed_file_sends_only_that_file([Values] bool remembers)
    {
        var first = await place.SyncAsync(host, Shop, remembers);
        var second = await place.SyncAsync(host, Shop.File("services/router/app.py", "print(2)\n"), remembers);

        Assert.That((second.RoundTrips, second.SentFiles), Is.EqualTo((remembers ? 1 : 2, 1)));
        Assert.That(second.RemotePath, Is.Not.EqualTo(first.RemotePath));
        Assert.That(Shop.DifferencesFrom(first.RemotePath), Is.Empty, "a build may still read the first");
    }

    [Test]
    public async Task New_directory_is_no_change_of_the_tree_afterwards([Values] bool remembers)
    {
        var more = Shop.File("services/router/new/x", "x").Directory("services/empty");
        await place.SyncAsync(host, Shop, remembers);
        await place.SyncAsync(host, more, remembers);
        var again = await place.SyncAsync(host, more, remembers);

        Assert.That((again.RoundTrips, again.SentBytes), Is.EqualTo((1, 0L)));
    }

    [Test]
    public async Task Name_with_two_blanks_arrives() => await place.SyncAsync(host, Shop.File("services/router/two  blanks", "x"));

    [Test]
    public async Task What_is_gone_is_gone_and_kinds_can_change()
    {
        await place.SyncAsync(host, Shop);
        await place.SyncAsync(host, Shop.Without("services/router/cache").Without("docker"));
        await place.SyncAsync(host, Shop.File("services/router", "a file now"));
        await place.SyncAsync(host, Shop.Link("services/router", "."));
        await place.SyncAsync(host, Shop.Link("docker", "services"));
        await place.SyncAsync(host, Shop.Directory("services/router/app.py").Directory("services/router/cache", 0x1C0));
    }

    [Test]
    public async Task A_change_of_mode_alone_arrives()
    {
        await place.SyncAsync(host, Shop);
        await place.SyncAsync(host, Shop.File("services/router/app.py", "print(1)\n", 0x9ED));
    }

    [Test]
    public async Task What_moved_is_not_sent_again()
    {
        await place.SyncAsync(host, Shop);
        var moved = await place.SyncAsync(host, Shop.Moved("services/router", "services/gateway"));

        Assert.That(moved.SentFiles, Is.Zero);
    }

    [TestCase("as it was")]
    [TestCase("changed by somebody")]
    public async Task Of_a_large_tree_a_copy_is_made_ahead_and_used_where_it_is_whole(string state)
    {
        var large = Enumerable.Range(0, 2010).Aggregate(Shop, (t, i) => t.File($"many/{i % 10}/f{i}", $"{i}"));
        var first = await place.SyncAsync(host, large);
        var digest = Path.GetFileName(Path.GetDirectoryName(first.RemotePath)!);
        var copy = Path.Combine(Path.GetDirectoryName(first.RemotePath)!, "..", "spare", digest, SyncPlace.Project);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Directory.Exists(copy))
        {
            await Task.Delay(20, patience.Token);
        }

        if (state != "as it was")
        {
            File.Delete(Path.Combine(copy, "many/1/f1"));
        }

        var changed = large.File("many/3/f3", "changed").Without("many/5").Moved("many/7", "moved");
        await place.SyncAsync(host, changed);
        Assert.That(Directory.Exists(copy), Is.False, "it was taken");
        Assert.That(large.DifferencesFrom(first.RemotePath), Is.Empty);
    }

    [Test]
    public async Task Old_trees_go_but_the_last_eight_and_those_in_use()
    {
        var results = new List<SyncResult>();
        for (var i = 0; i < 12; i++)
        {
            var result = await place.SyncAsync(host, Shop.File("count", $"{i}"));
            var folder = Path.GetDirectoryName(result.RemotePath)!;
            File.SetLastWriteTimeUtc(Path.Combine(folder, "used"), DateTime.UtcNow.AddHours(i == 2 ? -1 : -7));
            Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow.AddHours(-7).AddMinutes(i));
            results.Add(result);
        }

        await place.SyncAsync(host, Shop.File("count", "12"));
        var there = results.Select((r, i) => (r, i)).Where(x => Directory.Exists(x.r.RemotePath)).Select(x => x.i);
        Assert.That(there, Is.EqualTo([2, 5, 6, 7, 8, 9, 10, 11]));
        Assert.That(place.Incoming, Is.Empty);
    }

    [Test]
    public async Task Another_machine_starts_from_what_the_host_has()
    {
        await place.SyncAsync(host, Shop);
        Directory.Delete(place.Memory, recursive: true);
        var other = await place.SyncAsync(host, Shop.File("services/router/app.py", "print(2)\n"));

        Assert.That(other.SentFiles, Is.EqualTo(1));
    }

    [Test]
    public async Task Going_back_to_an_earlier_tree_sends_nothing()
    {
        await place.SyncAsync(host, Shop);
        await place.SyncAsync(host, Shop.Without("docker"));

        Assert.That((await place.SyncAsync(host, Shop)).RoundTrips, Is.EqualTo(1));
    }

    [Test]
    public async Task Projects_do_not_meet()
    {
        await place.SyncAsync(host, Shop);
        var other = await new TreeSync("other").SyncAsync(host, place.Root, Shop.Files, default);

        Assert.That(Shop.DifferencesFrom(other.RemotePath), Is.Empty);
        Assert.That(other.RemotePath, Does.EndWith("/other"));
    }

    [Test]
    public async Task Every_name_that_is_not_refused_arrives()
    {
        string[] names =
        [
            " ", "a", "_", "@", "@.", "-", "-n", "-rf", "--", "'", "\"", "it's", "\\", "\\n", "$(id)", "`id`", "*", "?", "[a]", "~", "#", "!", "&", ";", "|", "<", ">", "(", "{a,b}", "%s", "=", "+x", "-x", "ä€😀", "\u0301",
            ".hidden", "...", " lead", "trail ", "a: OK", "used", "manifest", "base", "f644", new string('x', 255), "é".PadRight(120, 'y'),
        ];
        var tree = names.Aggregate(place.Empty, (t, name) => t.File(name, name + "\n").File($"in/{name}/{name}", name).Link($"links/{name}", $"./{name}"));
        await place.SyncAsync(host, tree);
        await place.SyncAsync(host, names.Aggregate(tree, (t, name) => t.File(name, name + "\n2").Without($"in/{name}/{name}")));
        await place.SyncAsync(host, names.Aggregate(tree, (t, name) => t.Moved(name, $"moved/{name}")));
    }

    [Test]
    public async Task Long_paths_and_long_link_targets_arrive()
    {
        var deep = string.Join('/', Enumerable.Repeat(new string('d', 200), 10));
        await place.SyncAsync(host, place.Empty.File(deep + "/file", "x").Link(deep + "/link", deep).Link("short", deep + "/file"));
    }

    [Test]
    public async Task Syncs_at_the_same_time_do_not_disturb_each_other()
    {
        var trees = Enumerable.Range(0, 8).Select(i => Shop.File("services/router/app.py", $"print({i / 2 + 2})\n")).ToArray();
        await place.SyncAsync(host, Shop);
        await Task.WhenAll(trees.Select((tree, i) => Task.Run(() => place.SyncAsync(host, tree, remembers: i % 2 == 0))));

        Assert.That(place.Trees, Has.Length.EqualTo(5));
        Assert.That(place.Incoming, Is.Empty);
    }

    [Test]
    public async Task A_root_below_the_home_is_found()
    {
        var home = Path.GetDirectoryName(place.Root)!;
        Directory.CreateDirectory(home);
        var at = new Testing.Hosts.EnvironmentHost(host, System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("HOME", home));
        foreach (var root in new[] { "~/.cache/strata", ".cache/strata" })
        {
            var result = await new TreeSync(SyncPlace.Project).SyncAsync(at, root, Shop.Files, default);
            Assert.That(result.RemotePath, Does.StartWith(home + "/.cache/strata/trees/shop/"));
        }
    }

    [Test]
    public async Task A_large_file_streams_in_bounded_memory()
    {
        const long size = 200_000_000;
        var source = Path.Combine(place.Memory, "large");
        Directory.CreateDirectory(place.Memory);
        await using (var file = File.Create(source))
        {
            file.SetLength(size);
        }

        // SHA-256 of that many zeros.
        var hash = (await new LocalHost().RequireAsync(new Command("sha256sum", source), default)).Output[..64];
        var before = GC.GetTotalAllocatedBytes();
        var result = await new TreeSync(SyncPlace.Project).SyncAsync(host, place.Root, [SyncFile.File("large", 0x1A4, hash, source)], default);

        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(20_000_000));
        Assert.That(new FileInfo(Path.Combine(result.RemotePath, "large")).Length, Is.EqualTo(size));
    }

    [Test]
    public async Task Times_follow_from_content()
    {
        var first = await place.SyncAsync(host, place.Empty.File("a", "1").File("b", "2"));
        var second = await place.SyncAsync(host, place.Empty.File("a", "2").File("b", "1"));

        Assert.That(Time(first, "a"), Is.Not.EqualTo(Time(first, "b")), "of the same size, they differ in time alone for BuildKit");
        Assert.That((Time(second, "a"), Time(second, "b")), Is.EqualTo((Time(first, "b"), Time(first, "a"))));

        static DateTime Time(SyncResult result, string path) => File.GetLastWriteTimeUtc(Path.Combine(result.RemotePath, path));
    }
}
