using Strata.Dockerfiles;

namespace Strata.Tests.Dockerfiles;

public class DockerIgnoreTests
{
    [TestCase("a", "a", true)]
    [TestCase("a", "b/a", false)]
    [TestCase("a", "a/b/c", true)]
    [TestCase("/a", "a", true)]
    [TestCase("//a//", "a", true)]
    [TestCase("a/", "a", true)]
    [TestCase("./a", "a", true)]
    [TestCase("b/../a", "a", true)]
    [TestCase("../a", "a", false)]
    [TestCase("  a\t", "a", true)]
    [TestCase("*", "a", true)]
    [TestCase("*", "a/b", true)]
    [TestCase("*.py", "a.py", true)]
    [TestCase("*.py", "d/a.py", false)]
    [TestCase("*/*.py", "d/a.py", true)]
    [TestCase("**/*.py", "a.py", true)]
    [TestCase("**/*.py", "d/e/a.py", true)]
    [TestCase("**/a", "a", true)]
    [TestCase("**/a", "d/e/a", true)]
    [TestCase("**/a", "d/ea", false)]
    [TestCase("**a", "d/ea", true)]
    [TestCase("**", "x/y", true)]
    [TestCase("a/**", "a", false)]
    [TestCase("a/**", "a/b", true)]
    [TestCase("a**", "ab/c", true)]
    [TestCase("a/**/b", "a/b", true)]
    [TestCase("a/**/b", "a/x/y/b", true)]
    [TestCase("a/**/b", "ab", false)]
    [TestCase("a?", "ab", true)]
    [TestCase("a?", "a/", false)]
    [TestCase("?", "\ud83d\ude80", true)]
    [TestCase("[ab]", "b", true)]
    [TestCase("[^ab]", "b", false)]
    [TestCase("[a-c]x", "bx", true)]
    [TestCase("\\*", "*", true)]
    [TestCase("\\*", "a", false)]
    [TestCase("a.b", "axb", false)]
    [TestCase("a+(b)", "a+(b)", true)]
    [TestCase("a*.(b)", "ax.(b)", true)]
    [TestCase("# a", "# a", false)]
    [TestCase(" # a", "# a", true)]
    [TestCase("A", "a", false)]
    public void A_pattern_matches(string pattern, string path, bool expected) =>
        Assert.That(DockerIgnore.Parse(pattern, "x").Matches(path), Is.EqualTo(expected));

    [TestCase("a\n!a", "a", false)]
    [TestCase("!a\na", "a", true)]
    [TestCase("a\n!a/b", "a/b", false)]
    [TestCase("a\n!a/b", "a/c", true)]
    [TestCase("a\n!a/b\na/b/c", "a/b/c", true)]
    [TestCase("*\n!a/*.py", "a/x.py", false)]
    [TestCase("*\n! /a", "a", false)]
    [TestCase("**/*.md\n!README.md", "README.md", false)]
    [TestCase("**/*.md\n!README.md", "d/README.md", true)]
    [TestCase("\uFEFFa\r\n\r\n!b\r\n", "a", true)]
    [TestCase("a\r\n!a\r\n", "a", false)]
    public void The_last_pattern_that_matches_decides(string text, string path, bool expected) =>
        Assert.That(DockerIgnore.Parse(text, "x").Matches(path), Is.EqualTo(expected));

    [Test]
    public void Malformed_patterns_are_reported_together_with_their_lines()
    {
        var error = Assert.Throws<DefinitionException>(() => DockerIgnore.Parse("a\n!\n[\nb\\", "x/.dockerignore"));
        Assert.That(error!.Problems.Select(p => p.Place), Is.EqualTo(new[] { "x/.dockerignore:2", "x/.dockerignore:3", "x/.dockerignore:4" }));
    }

    [TestCase("a\n!a/b", "a", true)]
    [TestCase("a\n!a/b", "c", false)]
    [TestCase("a\n!a/b", "a/c", false)]
    [TestCase("a\n!**/b", "a/c", true)]
    [TestCase("a", "a", false)]
    public void Ignored_folders_are_looked_into_only_where_something_may_come_back(string text, string folder, bool expected) =>
        Assert.That(DockerIgnore.Parse(text, "x").MayReleaseBelow(folder), Is.EqualTo(expected));

    [Test]
    public void Many_stars_take_no_more_than_linear_time()
    {
        var patterns = DockerIgnore.Parse(string.Concat(Enumerable.Repeat("*a", 60)) + "b", "x");
        Assert.That(patterns.Matches(new string('a', 5_000)), Is.False);
    }
}
