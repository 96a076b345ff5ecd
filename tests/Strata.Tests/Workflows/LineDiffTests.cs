using FsCheck;
using FsCheck.Fluent;
using Strata.Workflows;

namespace Strata.Tests.Workflows;

public class LineDiffTests
{
    [Test]
    public void Same_texts_have_no_difference() => Assert.That(LineDiff.Render("a\nb\n", "a\nb\n"), Is.Empty);

    [Test]
    public void Changed_line_stands_between_two_unchanged_ones_on_each_side() =>
        Assert.That(LineDiff.Render("1\n2\n3\n4\n5\n6\n7\n8", "1\n2\n3\n4\nfive\n6\n7\n8"), Is.EqualTo(" 3\n 4\n-5\n+five\n 6\n 7\n@@\n"));

    [Test]
    public void Its_lines_say_what_to_take_away_and_what_to_add() => Prop.ForAll<int[], int[]>(
        ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<int[]>(),
        (a, b) =>
        {
            // Few different lines, so that many are common.
            var (before, after) = (a.Select(i => $"l{Math.Abs(i % 4)}").ToArray(), b.Select(i => $"l{Math.Abs(i % 4)}").ToArray());
            var lines = LineDiff.Render(string.Join('\n', before), string.Join('\n', after)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var balance = lines.Count(l => l[0] == '+') - lines.Count(l => l[0] == '-');
            return balance == Math.Max(1, after.Length) - Math.Max(1, before.Length) && before.SequenceEqual(after) == (lines.Length == 0);
        }).Check(Config.QuickThrowOnFailure);
}
