using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Hosts;
using Strata.Engine.Sync;

namespace Strata.Engine.Tests.Sync;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
[TestFixture("sh")]
[TestFixture("busybox")]
public sealed class TreeSyncFaultTests(string shell) : ShellFixture(shell)
{
    /// <summary>Files of 40 kB that do not compress, so that the stream has its length from them, and a link.</summary>
    private LocalTree Noise(int files)
    {
        var random = new Random(7);
        return Enumerable.Range(0, files).Aggregate(place.Empty.Link("d/link", "f0"), (t, i) => t.File($"d/f{i}", Text()));

        string Text()
        {
            var bytes = new byte[30_000];
            random.NextBytes(bytes);
            return Convert.ToBase64String(bytes);
        }
    }

    [TestCase(0.0, 0)]
    [TestCase(0.02, 0)]
    [TestCase(0.2, 1)]
    [TestCase(0.5, 10)]
    [TestCase(0.9, 25)]
    [TestCase(0.9999, 30)]
    public async Task A_connection_that_breaks_leaves_no_tree_and_the_next_sync_goes_on(double part, int atLeastKept)
    {
        var tree = Noise(40);
        using var other = new SyncPlace();
        var length = (await other.SyncAsync(host, tree)).SentBytes;
        var broken = await Assert.ThrowsAsync<StrataException>(
            () => new TreeSync(SyncPlace.Project, place.Memory).SyncAsync(new CutOffHost(host, (long)(length * part), CutOff.Ends), place.Root, tree.Files, default));

        Assert.That(broken!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(place.Trees, Is.Empty);
        var resumed = await place.SyncAsync(host, tree);
        Assert.That(resumed.SentFiles, Is.LessThanOrEqualTo(40 - atLeastKept).And.GreaterThanOrEqualTo(part == 0 ? 40 : 0));
        Assert.That(place.Incoming.Where(i => Directory.Exists(Path.Combine(i, Path.GetFileName(Path.GetDirectoryName(resumed.RemotePath)!)))), Is.Empty);
    }

    [Test]
    public async Task A_change_that_breaks_off_leaves_the_old_tree_as_it_was()
    {
        var old = Noise(20);
        var first = await place.SyncAsync(host, old);
        var wanted = Enumerable.Range(0, 10).Aggregate(old.Without("d/f19"), (t, i) => t.File($"d/f{i}", Convert.ToBase64String(RandomNumberGenerator.GetBytes(30_000))));
        for (var i = 0; i < 4; i++)
        {
            await Assert.ThrowsAsync<StrataException>(
                () => new TreeSync(SyncPlace.Project, place.Memory).SyncAsync(new CutOffHost(host, 1000 + i * 60_000, CutOff.Ends), place.Root, wanted.Files, default));
            Assert.That(old.DifferencesFrom(first.RemotePath), Is.Empty);
        }

        await place.SyncAsync(host, wanted);
        Assert.That(place.Trees, Has.Length.EqualTo(2));
    }

    [Test]
    public async Task A_sync_that_was_cut_off_helps_the_next_one_of_another_tree()
    {
        var tree = Noise(40);
        await Assert.ThrowsAsync<StrataException>(
            () => new TreeSync(SyncPlace.Project, place.Memory).SyncAsync(new CutOffHost(host, 900_000, CutOff.Ends), place.Root, tree.Files, default));

        Assert.That((await place.SyncAsync(host, tree.File("d/f0", "edited meanwhile").Without("d/link"))).SentFiles, Is.LessThan(40));
    }

    [Test]
    public async Task A_cancelled_sync_leaves_nothing_that_runs_and_the_next_goes_on()
    {
        var tree = Noise(60);
        using var cancellation = new CancellationTokenSource();
        var slow = new CancellingHost(host, 1_000_000, cancellation);
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => new TreeSync(SyncPlace.Project, place.Memory).SyncAsync(slow, place.Root, tree.Files, cancellation.Token));

        Assert.That(place.Trees, Is.Empty);
        Assert.That((await place.SyncAsync(host, tree)).SentFiles, Is.LessThan(60));
    }

    [Test]
    public async Task Of_a_script_that_is_cut_short_or_damaged_on_its_way_nothing_is_run([Values] bool isDamaged)
    {
        var kind = isDamaged ? CutOff.Damages : CutOff.Ends;
        var old = Noise(1);
        var first = await place.SyncAsync(host, old);
        var wanted = old.File("d/new", "x");
        for (var after = 0; after < 1800; after += 83)
        {
            try
            {
                // A few bytes of gzip's header may be anything.
                await place.SyncAsync(new CutOffHost(host, after, kind), wanted);
                Assert.That((kind, after), Is.EqualTo((CutOff.Damages, after)));
                Directory.Delete(Path.GetDirectoryName((await place.SyncAsync(host, wanted)).RemotePath)!, recursive: true);
            }
            catch (StrataException)
            {
                Assert.That(place.Incoming, Is.Empty, $"{after}");
            }

            Assert.That(place.Trees, Is.EqualTo([Path.GetDirectoryName(first.RemotePath)]));
            await place.SyncAsync(host, old);
        }

        Assert.That((await place.SyncAsync(host, wanted)).SentBytes, Is.GreaterThan(1800), "the script was longer than that");
    }

    [TestCase("missing")]
    [TestCase("broken")]
    [TestCase("wrong")]
    public async Task Where_openssl_is_of_no_use_sha256sum_finds_the_same(string openssl)
    {
        var bin = Directory.CreateDirectory(Path.Combine(place.Memory, "bin")).FullName;
        var programs = (await host.RequireAsync(new Command("sh", "-c", "IFS=:; for d in $PATH; do for f in \"$d\"/*; do echo \"$f\"; done; done"), default)).Output.Split('\n');
        foreach (var program in programs.Where(f => Path.GetFileName(f) is not ("openssl" or "*")).DistinctBy(Path.GetFileName))
        {
            File.CreateSymbolicLink(Path.Combine(bin, Path.GetFileName(program)), program);
        }

        if (openssl != "missing")
        {
            var fake = Path.Combine(bin, "openssl");
            await File.WriteAllTextAsync(fake, openssl == "broken" ? "#!/bin/sh\nexit 1\n" : $"#!/bin/sh\nfor f; do echo '{new string('0', 64)} *'\"$f\"; done\n");
            File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var bare = new Testing.Hosts.EnvironmentHost(new LocalHost(), System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("PATH", bin));
        var tree = Noise(60);
        await place.SyncAsync(bare, tree);
        var source = Path.Combine(place.Memory, "changing");
        await File.WriteAllTextAsync(source, new string('b', 3_000_000));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(new string('a', 3_000_000))));
        var failed = await Assert.ThrowsAsync<StrataException>(() => new TreeSync(SyncPlace.Project).SyncAsync(
            bare, place.Root, [.. tree.Files, SyncFile.File("changed", 0x1A4, hash, source, 3_000_000)], default));
        Assert.That(failed!.Message, Does.Contain("./changed: FAILED"));
    }

    [Test]
    public async Task A_byte_damaged_on_the_way_is_found_there()
    {
        var tree = Noise(40);
        var length = (await place.SyncAsync(host, tree)).SentBytes;
        foreach (var part in new[] { 0.01, 0.3, 0.6, 0.95 })
        {
            using var other = new SyncPlace();
            try
            {
                // Where the changes themselves are hit, the next attempt may have better luck.
                await other.SyncAsync(new CutOffHost(host, (long)(length * part), CutOff.Damages), tree);
                Assert.That(part, Is.LessThan(0.1));
            }
            catch (StrataException)
            {
                Assert.That(other.Trees, Is.Empty);
                await other.SyncAsync(host, tree);
            }
        }
    }

    [Test]
    public async Task A_file_that_changed_after_it_was_hashed_is_found()
    {
        var source = Path.Combine(Directory.CreateDirectory(place.Memory).FullName, "source");
        await File.WriteAllTextAsync(source, "after!");
        var file = SyncFile.File("a/b", 0x1A4, Convert.ToHexStringLower(SHA256.HashData("before"u8)), source);

        var failed = await Assert.ThrowsAsync<StrataException>(() => new TreeSync(SyncPlace.Project).SyncAsync(host, place.Root, [file], default));
        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCode.BuildFailed));
        Assert.That(failed.Message, Does.Contain("files changed while they were sent").And.Contain("./a/b: FAILED"));
        Assert.That(place.Trees, Is.Empty);
    }

    [Test]
    public async Task A_file_that_went_is_named()
    {
        var failed = await Assert.ThrowsAsync<StrataException>(
            () => new TreeSync(SyncPlace.Project).SyncAsync(host, place.Root, [SyncFile.File("a/b", 0x1A4, new string('0', 64), "/none")], default));

        Assert.That((failed!.ExitCode, failed.Message), Is.EqualTo((ExitCode.BuildFailed, "a/b: changed or went while it was sent to the host; run it again")));
    }

    [TestCase("changed")]
    [TestCase("truncated")]
    [TestCase("deleted")]
    [TestCase("added")]
    [TestCase("link")]
    [TestCase("replaced by a directory")]
    public async Task What_somebody_changed_on_the_host_is_found_and_only_that_is_sent_again(string how)
    {
        var tree = Noise(20).File("e", "");
        var first = await place.SyncAsync(host, tree);
        var victim = Path.Combine(first.RemotePath, "d/f3");
        switch (how)
        {
            case "changed":
                await File.AppendAllTextAsync(victim, "x");
                break;
            case "truncated":
                await File.WriteAllTextAsync(victim, "");
                break;
            case "deleted":
                File.Delete(victim);
                break;
            case "added":
                await File.WriteAllTextAsync(Path.Combine(first.RemotePath, "d/a b\nc"), "x");
                break;
            case "link":
                File.Delete(Path.Combine(first.RemotePath, "d/link"));
                File.CreateSymbolicLink(Path.Combine(first.RemotePath, "d/link"), "/etc/passwd");
                break;
            default:
                File.Delete(victim);
                Directory.CreateDirectory(victim);
                await File.WriteAllTextAsync(Path.Combine(victim, "below"), "x");
                break;
        }

        var second = await place.SyncAsync(host, tree);
        Assert.That(second.SentFiles, Is.EqualTo(how is "added" or "link" ? 0 : 1));
        Assert.That((await place.SyncAsync(host, tree)).RoundTrips, Is.EqualTo(1));
    }

    [TestCase("content")]
    [TestCase("mode")]
    [TestCase("manifest")]
    public async Task What_rots_without_a_trace_is_found_on_the_first_use_of_a_day_or_boot(string what)
    {
        var tree = Noise(20);
        var first = await place.SyncAsync(host, tree);
        var folder = Path.GetDirectoryName(first.RemotePath)!;
        var victim = Path.Combine(first.RemotePath, "d/f3");
        if (what == "mode")
        {
            File.SetUnixFileMode(victim, UnixFileMode.UserRead);
        }
        else
        {
            Rot(what == "content" ? victim : Path.Combine(folder, "manifest"));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "used"), "another day\n");
        var second = await place.SyncAsync(host, tree);
        Assert.That(second.SentFiles, Is.EqualTo(what == "manifest" ? 20 : 1));

        static void Rot(string path)
        {
            var time = File.GetLastWriteTimeUtc(path);
            var bytes = File.ReadAllBytes(path);
            bytes[7] ^= 1;
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, time);
        }
    }

    [Test]
    public async Task A_changed_tree_is_no_base_for_another()
    {
        var tree = Noise(20);
        var first = await place.SyncAsync(host, tree);
        await File.AppendAllTextAsync(Path.Combine(first.RemotePath, "d/f3"), "x");

        await place.SyncAsync(host, tree.File("new", "x"));
    }

    [Test]
    public async Task A_full_disk_is_told_with_what_to_do_and_nothing_is_left_on_it()
    {
        Directory.CreateDirectory(place.Root);
        var mounted = await new LocalHost().CaptureAsync(new Command("mount", "-t", "tmpfs", "-o", "size=768k", "none", place.Root), default);
        Assume.That(mounted.ExitCode, Is.Zero, "a small file system can be mounted: " + mounted.LastLines());
        try
        {
            foreach (var tree in new[] { Noise(40), Noise(10).File("big", new string('x', 900_000)) })
            {
                var full = await Assert.ThrowsAsync<StrataException>(() => new TreeSync(SyncPlace.Project, place.Memory).SyncAsync(host, place.Root, tree.Files, default));
                Assert.That(full!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
                Assert.That(full.Message, Does.StartWith($"{host.Name}:{place.Root}: no space is left there for what the build needs; free some there, or delete old trees with RemoteClean\n"));
                Assert.That((place.Trees.Length, place.Incoming.Length), Is.EqualTo((0, 0)));
            }

            await place.SyncAsync(host, Noise(5));
        }
        finally
        {
            await new LocalHost().RequireAsync(new Command("umount", "-l", place.Root), default);
        }
    }

    [Test]
    public async Task A_root_that_cannot_be_made_is_an_error_of_the_host()
    {
        var failed = await Assert.ThrowsAsync<StrataException>(() => new TreeSync(SyncPlace.Project).SyncAsync(host, "/dev/null/x", Noise(1).Files, default));

        Assert.That(failed!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(failed.Message, Does.StartWith($"{host.Name}:/dev/null/x: the host did not say what it has"));
    }

    [Test]
    public async Task A_host_without_a_program_says_which()
    {
        Assume.That(Shell, Is.EqualTo("sh"), "busybox's shell has them all built in");
        var bin = Directory.CreateDirectory(Path.Combine(place.Memory, "bin")).FullName;
        foreach (var name in new[] { "sh", "cat", "date", "mkdir", "head", "find" })
        {
            File.CreateSymbolicLink(Path.Combine(bin, name), (await host.RequireAsync(new Command("sh", "-c", $"command -v {name}"), default)).Output);
        }

        var bare = new Testing.Hosts.EnvironmentHost(new LocalHost(), System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add("PATH", bin));
        var failed = await Assert.ThrowsAsync<StrataException>(() => new TreeSync(SyncPlace.Project).SyncAsync(bare, place.Root, Noise(1).Files, default));
        Assert.That(failed!.Message, Is.EqualTo($"{host.Name}:{place.Root}: there is no program 'tar' on the host; install it there"));
    }

    /// <summary>Cancels when so many bytes were written.</summary>
    private sealed class CancellingHost(IBuildHost inner, long after, CancellationTokenSource cancellation) : IBuildHost
    {
        public string Name => inner.Name;

        public Task<int> RunAsync(Command command, Action<OutputLine>? onLine, CancellationToken token)
        {
            var written = 0L;
            return inner.RunAsync(
                command.WriteInput is not { } write ? command : command with { WriteInput = (to, t) => write(new CountingStream(to, Count), t) }, onLine, token);

            void Count(int bytes)
            {
                if ((written += bytes) > after)
                {
                    cancellation.Cancel();
                }
            }
        }

        public Task<byte[]?> ReadFileAsync(string path, CancellationToken token) => inner.ReadFileAsync(path, token);

        public Task WriteFileAsync(string path, ReadOnlyMemory<byte> content, bool isPrivate, CancellationToken token) => inner.WriteFileAsync(path, content, isPrivate, token);

        public Task DeleteDirectoryAsync(string path, CancellationToken token) => inner.DeleteDirectoryAsync(path, token);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
