using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Strata.Dependencies;

namespace Strata.Tests.Dependencies;

public class PythonImportsTests
{
    [TestCase("import a, b.c as d", "a b.c")]
    [TestCase("from a.b import c, d as e", "a.b:c,d")]
    [TestCase("from a import (\n    b,  # x\n    c,\n)\nimport d", "a:b,c d")]
    [TestCase("from . import a\nfrom .b import c\nfrom ..d import e", "")]
    [TestCase("x = 'import a'\n\"\"\"\nimport b\n\"\"\"\n# import c\n", "")]
    [TestCase("def f():\n    import a; import b\n", "a b")]
    [TestCase("if x: import a", "a")]
    [TestCase("from a \\\n    import b", "a:b")]
    [TestCase("try:\n    import a\nexcept ImportError:\n    import b\nimport c", "a? b? c")]
    [TestCase("try:\n    import a\nfinally:\n    pass", "a")]
    [TestCase("if TYPE_CHECKING:\n    import a\nimport b", "a? b")]
    [TestCase("important = 1\nfromage = 2\nx.import_module('a')", "")]
    [TestCase("\uFEFFimport a\r\nimport b\r\n", "a b")]
    [TestCase("s = 'it\\'s'\nimport a", "a")]
    [TestCase("from a import *", "a:*")]
    public void Imports_are_found(string source, string expected) =>
        Assert.That(string.Join(' ', PythonImports.Read(new DependencyFile("a.py", source)).Select(i => i.Module + (i.Names.Count > 0 ? ":" + string.Join(',', i.Names) : "") + (i.IsOptional ? "?" : ""))), Is.EqualTo(expected));

    [Test]
    public void Spans_are_those_of_the_names()
    {
        const string Source = "\"\"\"text\"\"\"\nfrom a.b import c\nimport d,  e.f\n";
        var file = new DependencyFile("a.py", Source);
        Assert.That(PythonImports.Read(file).Select(i => Source.Substring(i.Span.Offset, i.Span.Length)), Is.EqualTo(new[] { "a.b", "d", "e.f" }));
    }

    [Test]
    public void Whatever_a_source_holds_it_is_read_in_time()
    {
        string[] pieces = ["import ", "from ", "a", ".", ",", "(", ")", "\"\"\"", "'", "\"", "\\", "\n", "\\\n", "\r\n", "    ", "#", "try:", "except:", ";", ":", "as ", "é", "\0"];
        Prop.ForAll(Gen.Elements(pieces).ListOf().Select(p => string.Concat(p)).ToArbitrary(), text =>
            PythonImports.Read(new DependencyFile("a.py", text)).All(i => i.Span.Offset >= 0 && i.Span.End <= text.Length)).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(40));
        var clock = Stopwatch.StartNew();
        foreach (var piece in pieces)
        {
            PythonImports.Read(new DependencyFile("a.py", string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length))));
        }

        // Quadratic work would take minutes.
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }
}
