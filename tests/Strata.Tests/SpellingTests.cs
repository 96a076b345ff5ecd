namespace Strata.Tests;

public class SpellingTests
{
    [TestCase("bse-ml", "base-ml")]
    [TestCase("BuildAl", "BuildAll")]
    [TestCase("Base-ML", "base-ml")]
    [TestCase("bsae-ml", "base-ml")]
    [TestCase("nothing", null)]
    [TestCase("", null)]
    public void The_nearest_name_is_found(string name, string? nearest) =>
        Assert.That(Spelling.Nearest(name, ["base-ml", "base-runtime", "BuildAll", "router"]), Is.EqualTo(nearest));

    [Test]
    public void A_name_is_not_suggested_for_itself() => Assert.That(Spelling.Nearest("router", ["router"]), Is.Null);

    [TestCase("kitten", "sitting", 3)]
    [TestCase("ab", "ba", 1)]
    [TestCase("", "abc", 3)]
    public void Distance_counts_changes(string from, string to, int distance) => Assert.That(Spelling.Distance(from, to), Is.EqualTo(distance));
}
