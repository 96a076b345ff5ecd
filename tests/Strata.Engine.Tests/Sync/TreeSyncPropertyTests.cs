using System.Runtime.Versioning;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Sync;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public sealed class TreeSyncPropertyTests
{
    private static readonly string[] Pieces =
        ["a", "b", "c", " ", "  ", "-", "'", "\"", "\\", "$x", "*", "é", "😀", ".x", "f644", ": OK", "%", "=", "+", "base", "used", "`", "{}", "\\n", "#"];

    private static readonly Gen<string> Names = Gen.Elements(Pieces).NonEmptyListOf().Select(p => string.Concat(p.Take(3)));

    private static readonly Gen<string> Paths = Names.NonEmptyListOf().Select(n => string.Join('/', n.Take(3)));

    private static readonly Gen<Func<LocalTree, LocalTree>> Edits = Gen.Frequency(
        (6, from path in Paths from content in Gen.Choose(0, 5) from mode in Gen.Elements(0x1A4, 0x1ED, 0x124) select new Func<LocalTree, LocalTree>(t => t.File(path, Content(content), mode))),
        (1, from path in Paths from mode in Gen.Elements(0x1ED, 0x3FF, 0x1C0) select new Func<LocalTree, LocalTree>(t => t.Directory(path, mode))),
        (1, from path in Paths from target in Names select new Func<LocalTree, LocalTree>(t => t.Link(path, target))),
        (2, from index in Gen.Choose(0, 50) select new Func<LocalTree, LocalTree>(t => t.Files.Count == 0 ? t : t.Without(t.Files[index % t.Files.Count].Path))),
        (2, from index in Gen.Choose(0, 50) from path in Paths select new Func<LocalTree, LocalTree>(t => Move(t, index, path))));

    private static readonly Arbitrary<IList<IList<Func<LocalTree, LocalTree>>>> Histories =
        Edits.NonEmptyListOf().NonEmptyListOf().Select(h => (IList<IList<Func<LocalTree, LocalTree>>>)[.. h.Take(4)]).ToArbitrary();

    [TestCase("sh", 12)]
    [TestCase("busybox", 12)]
    [TestCase("sh", 400, Category = "Soak")]
    [TestCase("busybox", 400, Category = "Soak")]
    public async Task Whatever_was_edited_the_host_has_what_we_have(string shell, int histories)
    {
        var host = shell == "sh" ? new LocalHost() : await SyncPlace.BusyboxAsync();
        Prop.ForAll(Histories, history =>
        {
            using var place = new SyncPlace();
            var tree = place.Empty;
            var round = 0;
            foreach (var edits in history)
            {
                tree = edits.Aggregate(tree, (t, edit) => edit(t));
                place.SyncAsync(host, tree, remembers: round++ % 3 != 2).GetAwaiter().GetResult();
            }

            return place.Incoming.Length == 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(histories).WithStartSize(5).WithEndSize(30));
    }

    // Often the same, so that there is something to find elsewhere, and some of the same size.
    private static string Content(int number) => number == 0 ? "" : string.Concat(Enumerable.Repeat($"line {number}\n", number * number * 400));

    private static LocalTree Move(LocalTree tree, int index, string path)
    {
        if (tree.Files.Count == 0)
        {
            return tree;
        }

        var from = tree.Files[index % tree.Files.Count].Path;
        return (path + "/").StartsWith(from + "/", StringComparison.Ordinal) || (from + "/").StartsWith(path + "/", StringComparison.Ordinal) ? tree : tree.Moved(from, path);
    }
}
