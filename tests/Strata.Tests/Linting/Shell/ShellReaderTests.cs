using Strata.Dockerfiles;
using Strata.Linting.Shell;

namespace Strata.Tests.Linting.Shell;

public class ShellReaderTests
{
    [TestCase("a b && c; d || e & f\ng", "a b/c/d/e/f/g")]
    [TestCase("'a b' \"c d\" e\\ f", "a b c d e f")]
    [TestCase("X=1 Y='2 3' a Z=4", "a Z=4")]
    [TestCase("if a; then b; else c; fi; ! d", "a/b/c/d")]
    [TestCase("{ a; } && ( b; c )", "a/b/c")]
    [TestCase("a > b 2>&1 < c >> d e", "a e")]
    [TestCase("a &> b", "a")]
    [TestCase("a # b c", "a")]
    [TestCase("a b#c", "a b#c")]
    [TestCase("a $(b c | d) e", "b c/d/a $(b c | d) e")]
    [TestCase("a \"x$(b)y\"", "b/a x$(b)y")]
    [TestCase("a `b c`", "b c/a `b c`")]
    [TestCase("sudo -u root env A=b apt-get -y install c", "apt-get -y install c")]
    [TestCase("cat l | DEBIAN_FRONTEND=x xargs -r -n 1 apt-get install", "cat l/apt-get install")]
    [TestCase("gosu app python3 -m x", "python3 -m x")]
    [TestCase("a \\\n  b", "a b")]
    [TestCase("a 'never closed", "a never closed")]
    [TestCase("a $(b", "b/a $(b")]
    [TestCase("", "")]
    [TestCase("for x in a b; do c $x; done", "for x in a b/c $x")]
    public void Commands(string script, string expected) =>
        Assert.That(string.Join('/', Read(script).Select(c => string.Join(' ', c.Words))), Is.EqualTo(expected));

    [TestCase("a | b", "b<a")]
    [TestCase("a |& b | c", "b<a c<b")]
    [TestCase("( a; b ) | c", "c<b")]
    [TestCase("a || b; c && d", "")]
    [TestCase("a $(b) | c", "c<a")]
    public void Pipes(string script, string expected) =>
        Assert.That(string.Join(' ', Read(script).Where(c => c.PipedFrom is not null).Select(c => $"{c.Program}<{c.PipedFrom!.Program}")), Is.EqualTo(expected));

    [Test]
    public void Words_stand_where_they_are_written()
    {
        const string Script = "apt-get \"install\" 'a b' && c";
        Assert.That(
            Read(Script).SelectMany(c => c.Words).Select(w => Script.Substring(w.Span.Offset, w.Span.Length)),
            Is.EqualTo(new[] { "apt-get", "\"install\"", "'a b'", "c" }));
    }

    [Test]
    public void Deep_nesting_ends() => Assert.That(Read(string.Concat(Enumerable.Repeat("$(a ", 10_000))), Is.Not.Empty);

    private static IEnumerable<ShellCommand> Read(string script) =>
        ShellReader.Read(script, 0, script.Length, (start, end) => new SourceSpan(1, start + 1, 1, start, end - start));
}
