using Strata.Dockerfiles;

namespace Strata.Tests.Dockerfiles;

public class ShellLexerTests
{
    private static readonly Dictionary<string, string> Values = new() { ["A"] = "a", ["PATH"] = "/usr/lib/x.tar.gz", ["EMPTY"] = "", ["_1"] = "one" };

    [TestCase("plain", "plain")]
    [TestCase("$A-${A}", "a-a")]
    [TestCase("$NO.${NO}", ".")]
    [TestCase("$_1x$_1", "one")]
    [TestCase("'$A' \"$A\" \\$A", "$A a $A")]
    [TestCase("\"a\\tb\\\"c\\$d\"", "a\\tb\"c$d")]
    [TestCase("a\\tb\\", "atb")]
    [TestCase("$. $", "$. $")]
    [TestCase("${NO:-d} ${EMPTY:-d} ${EMPTY-d} ${A:-d}", "d d  a")]
    [TestCase("${NO:+d} ${EMPTY:+d} ${EMPTY+d} ${A:+d}", "  d d")]
    [TestCase("${NO:-${A:-x}}${NO:-'q}'}", "aq}")]
    [TestCase("${A:?e}${EMPTY?e}", "a")]
    [TestCase("${PATH#*/}|${PATH##*/}|${PATH%.*}|${PATH%%.*}", "usr/lib/x.tar.gz|x.tar.gz|/usr/lib/x.tar|/usr/lib/x")]
    [TestCase("${PATH#?usr}|${PATH#nope}|${PATH#\\*}", "/lib/x.tar.gz|/usr/lib/x.tar.gz|/usr/lib/x.tar.gz")]
    [TestCase("${PATH/r/R}|${PATH//r/R}|${PATH/\\//_}", "/usR/lib/x.tar.gz|/usR/lib/x.taR.gz|_usr/lib/x.tar.gz")]
    [TestCase("ü${A}語", "üa語")]
    [TestCase("$A語", "")]
    public void Expands(string word, string expanded) => Assert.That(Expand(word), Is.EqualTo(expanded));

    [TestCase("${")]
    [TestCase("${A")]
    [TestCase("${}")]
    [TestCase("${:x}")]
    [TestCase("${A:x}")]
    [TestCase("${A=x}")]
    [TestCase("${A:#x}")]
    [TestCase("${A/x}")]
    [TestCase("${A#\\x}")]
    [TestCase("${EMPTY:?e}")]
    [TestCase("${NO?}")]
    [TestCase("'a")]
    [TestCase("\"a\\\"")]
    public void Refuses(string word) => Assert.That(() => Expand(word), Throws.TypeOf<ShellSyntaxException>());

    [Test]
    public void The_escape_character_is_the_files() => Assert.That(ShellLexer.Expand("`$A\\b", '`', Values.GetValueOrDefault), Is.EqualTo("$A\\b"));

    [Test]
    public void Nesting_has_an_end() =>
        Assert.That(() => Expand(string.Concat(Enumerable.Repeat("${NO:-", 100_000))), Throws.TypeOf<ShellSyntaxException>().With.Message.Contains("nested"));

    private static string Expand(string word) => ShellLexer.Expand(word, '\\', Values.GetValueOrDefault);
}
