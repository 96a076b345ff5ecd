using System.Runtime.Versioning;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Hosts;
using Strata.Engine.Sync;

namespace Strata.Engine.Tests.Sync;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
[TestFixture("sh")]
[TestFixture("busybox")]
public sealed class LargeFileSyncTests(string shell) : ShellFixture(shell)
{
    private static readonly Gen<Func<string, string>> Edits = Gen.Frequency(
        (4, from at in Gen.Choose(0, 2_500_000) from text in Gen.Elements("x", "twenty letters of it", new string('y', 70_000)) select new Func<string, string>(
            s => at >= s.Length ? s + text : s[..at] + text + s[Math.Min(s.Length, at + text.Length)..])),
        (1, from at in Gen.Choose(0, 2_500_000) select new Func<string, string>(s => at >= s.Length ? s : s[..at] + "an insertion" + s[at..])),
        (2, from count in Gen.Elements(1, 65_536, 100_000) select new Func<string, string>(s => s + new string('z', count))),
        (2, from count in Gen.Elements(1, 65_536, 900_000) select new Func<string, string>(s => s[..^Math.Min(count, s.Length)])));

    [Test]
    public async Task A_small_edit_sends_a_block_and_leaves_the_old_tree_as_it_was()
    {
        var (text, tree) = Noise();
        var first = await place.SyncAsync(host, tree);
        var edited = await place.SyncAsync(host, tree.File("it's a/large file", Edited(text), 0x9ED));

        Assert.That((edited.SentFiles, edited.RoundTrips), Is.EqualTo((1, 1)));
        Assert.That(edited.SentBytes, Is.LessThan(100_000));
        Assert.That(tree.DifferencesFrom(first.RemotePath), Is.Empty);
        Assert.That((await place.SyncAsync(host, tree.File("it's a/large file", Edited(text) + "more"))).SentBytes, Is.LessThan(150_000), "what was patched is known too");
    }

    [Test]
    public async Task What_is_mostly_another_file_is_sent_whole()
    {
        await place.SyncAsync(host, Noise().Tree);
        Assert.That((await place.SyncAsync(host, Noise(8).Tree)).SentBytes, Is.GreaterThan(1_000_000));
    }

    [Test]
    public async Task A_memory_that_is_wrong_costs_the_whole_file_and_nothing_else()
    {
        var (text, tree) = Noise();
        await place.SyncAsync(host, tree);
        var memory = Directory.EnumerateFiles(place.Memory, "blocks", SearchOption.AllDirectories).Single();
        var hash = (await File.ReadAllTextAsync(memory)).Split(' ')[0];
        var other = Path.Combine(place.Memory, "other");
        await File.WriteAllTextAsync(other, Edited(text));
        await File.WriteAllTextAsync(memory, $"{hash} {FileBlocks.Read(other)}\nnonsense\n");

        var edited = await place.SyncAsync(host, tree.File("it's a/large file", Edited(text)));
        Assert.That(edited.SentBytes, Is.GreaterThan(1_000_000));
    }

    [Test]
    public async Task A_patch_that_breaks_on_the_way_harms_no_tree([Values] bool isDamaged)
    {
        var (text, tree) = Noise();
        var first = await place.SyncAsync(host, tree);
        var wanted = tree.File("it's a/large file", Edited(text));
        try
        {
            await place.SyncAsync(new CutOffHost(host, 40_000, isDamaged ? CutOff.Damages : CutOff.Ends), wanted);
        }
        catch (StrataException broken)
        {
            Assert.That(broken.ExitCode, Is.EqualTo(ExitCode.Unreachable).Or.EqualTo(ExitCode.BuildFailed));
        }

        Assert.That(tree.DifferencesFrom(first.RemotePath), Is.Empty);
        Assert.That((await place.SyncAsync(host, wanted)).SentBytes, Is.LessThan(100_000));
    }

    [Test]
    public void Whatever_was_edited_the_host_has_what_we_have()
    {
        var (text, _) = Noise();
        Prop.ForAll(Edits.NonEmptyListOf().ToArbitrary(), edits =>
        {
            using var other = new SyncPlace();
            var now = text;
            other.SyncAsync(host, other.Empty.File("large", now)).GetAwaiter().GetResult();
            foreach (var edit in edits.Take(3))
            {
                now = edit(now);
                other.SyncAsync(host, other.Empty.File("large", now)).GetAwaiter().GetResult();
            }

            return other.Incoming.Length == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithEndSize(10));
    }

    private (string Text, LocalTree Tree) Noise(int seed = 7)
    {
        var bytes = new byte[1_500_000];
        new Random(seed).NextBytes(bytes);
        var text = Convert.ToBase64String(bytes);
        return (text, place.Empty.File("it's a/large file", text).File("small", "x"));
    }

    private static string Edited(string text) => text[..700_000] + "sixteen letters!" + text[700_016..];
}
