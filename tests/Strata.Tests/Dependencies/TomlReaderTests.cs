using FsCheck;
using FsCheck.Fluent;
using Strata.Dependencies;

namespace Strata.Tests.Dependencies;

public class TomlReaderTests
{
    [Test]
    public void Values_have_their_kinds()
    {
        var table = TomlReader.Read("a = 'x\\y'\nb.c = \"t\\u00e9\\n\" # c\n[d]\ne = [1, 2.5, # one\n true,]\nf = { g = '', \"h i\" = 1979-05-27 07:32:00Z }\n[[d.j]]\nk = \"\"\"\none \\\n   two\"\"\"\n[[d.j]]\n");
        Assert.That(table.Text("a"), Is.EqualTo("x\\y"));
        Assert.That(table.Table("b")!.Text("c"), Is.EqualTo("té\n"));
        Assert.That(table.Items("d", "e").OfType<TomlScalar>().Select(s => s.Text), Is.EqualTo(new[] { "1", "2.5", "true" }));
        Assert.That(((TomlScalar)table.Find("d", "f", "h i")!).Text, Is.EqualTo("1979-05-27 07:32:00Z"));
        Assert.That(table.Tables("d", "j").Select(t => t.Text("k")), Is.EqualTo(new[] { "one two", null }));
    }

    [TestCase("a = 1\na = 2", 6, "'a' is given twice")]
    [TestCase("[a]\n[a]", 5, "the table 'a' is given twice")]
    [TestCase("a = 1\n[a.b]", 7, "'a' is a value, no table")]
    [TestCase("a = x", 4, "'x' is no value; text stands in quotes")]
    [TestCase("a = 01", 4, "'01' is no value; text stands in quotes")]
    [TestCase("a = 'x", 4, "the text has no end")]
    [TestCase("a = [1 2]", 7, "',' or ']' is missing in the array")]
    [TestCase("a = { b = 1, }", 13, "no ',' stands before '}'")]
    [TestCase("a 1", 2, "'=' is missing")]
    [TestCase("= 1", 0, "a key is missing")]
    [TestCase("a = 1 b = 2", 6, "something stands behind the value on its line")]
    [TestCase("a = \"\\q\"", 6, "there is no escape '\\q'")]
    [TestCase("a = \"\\ud800\"", 6, "no character has this number")]
    [TestCase("[a", 2, "']' is missing")]
    [TestCase("a =", 3, "a value is missing")]
    public void Errors_have_their_place(string text, int offset, string what)
    {
        var error = Assert.Throws<TomlSyntaxException>(() => TomlReader.Read(text))!;
        Assert.That((error.Offset, error.Message), Is.EqualTo((offset, what)));
    }

    [Test]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<TomlSyntaxException>(() => TomlReader.Read("a = " + new string('[', 100_000)));

    [Test]
    public void Whatever_a_file_holds_there_is_a_table_or_an_error_with_a_place()
    {
        string[] pieces = ["a", "b", ".", "=", "'", "\"", "\"\"\"", "'''", "[", "]", "[[", "]]", "{", "}", ",", "1", "true", "\n", "\r\n", " ", "#", "\\", "\\n", "\uFEFF", "\0", "é", "-", "2020-01-01"];
        var read = 0;
        Prop.ForAll(Gen.Elements(pieces).ListOf().Select(p => string.Concat(p)).ToArbitrary(), text =>
        {
            try
            {
                TomlReader.Read(text);
                read++;
                return true;
            }
            catch (TomlSyntaxException e)
            {
                return e.Offset >= 0 && e.Offset <= text.Length;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000).WithEndSize(40));
        Assert.That(read, Is.GreaterThan(50));
    }
}
