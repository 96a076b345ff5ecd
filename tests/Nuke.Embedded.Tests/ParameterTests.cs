using Nuke.Embedded.Tests.Samples;
using ParameterSample = Nuke.Embedded.Tests.Samples.Parameters;

namespace Nuke.Embedded.Tests;

[Parallelizable(ParallelScope.All)]
public class ParameterTests
{
    [Test]
    public void Absent_parameters_keep_their_defaults()
    {
        var run = SampleRun.Of<ParameterSample>();

        Assert.That(run.ExitCode, Is.Zero, run.All);
        Assert.That(run.Value("SomeText"), Is.EqualTo("null"));
        Assert.That(run.Value("SomeSwitch"), Is.EqualTo("False"));
        Assert.That(run.Value("Number"), Is.EqualTo("null"));
        Assert.That(run.Value("WithDefault"), Is.EqualTo("7"));
        Assert.That(run.Value("Words"), Is.EqualTo("null"));
        Assert.That(run.Value("DbServer"), Is.EqualTo("none"));
        Assert.That(run.Value("DbPort"), Is.EqualTo("5432"));
        Assert.That(run.Value("Verbosity"), Is.EqualTo("Normal"));
    }

    [TestCase("SomeText", "a b", "--some-text", "a b")]
    [TestCase("SomeText", "x", "--SomeText", "x")]
    [TestCase("SomeText", "x", "-sometext", "x")]
    [TestCase("SomeText", "y", "--some-text", "x", "--some-text", "y")]
    [TestCase("SomeText", "null", "--some-text")]
    [TestCase("SomeSwitch", "True", "--some-switch")]
    [TestCase("SomeSwitch", "False", "--some-switch", "false")]
    [TestCase("Number", "42", "--number", "42")]
    [TestCase("WithDefault", "1", "--with-default", "1")]
    [TestCase("Colour", "Green", "--colour", "green")]
    [TestCase("Flavour", "Sour", "--flavour", "sour")]
    [TestCase("Words", "[a|b]", "--words", "a", "b")]
    [TestCase("Words", "[]", "--words")]
    [TestCase("Numbers", "[1|2]", "--numbers", "1,2")]
    [TestCase("Original", "x", "--renamed", "x")]
    [TestCase("GetOnly", "x", "--get-only", "x")]
    [TestCase("DbServer", "pg1", "--db-server", "pg1")]
    [TestCase("DbPort", "1", "--db-port", "1")]
    [TestCase("DbRemote", "[]", "--db-remote")]
    [TestCase("DbRemote", "[h]", "--db-remote", "h")]
    [TestCase("Verbosity", "Minimal", "--verbosity", "minimal")]
    public void From_the_command_line(string name, string value, params string[] arguments) =>
        Assert.That(SampleRun.Of<ParameterSample>(["Show", .. arguments]).Value(name), Is.EqualTo(value));

    [Test]
    public void Relative_path_stands_on_the_working_directory()
    {
        var run = SampleRun.Of<ParameterSample>("Show", "--folder", "a/../b");

        Assert.That(run.Value("Folder"), Is.EqualTo(Path.Combine(run.Root, "b")));
    }

    [TestCase("SomeText=x")]
    [TestCase("SOME_TEXT=x")]
    [TestCase("NUKE_SOME_TEXT=x")]
    [TestCase("nuke_sometext=x")]
    public void From_the_environment(string variable) =>
        Assert.That(SampleRun.With<ParameterSample>([variable]).Value("SomeText"), Is.EqualTo("x"));

    [Test]
    public void From_the_parameters_file()
    {
        var run = SampleRun.With<ParameterSample>(
            [".nuke/parameters.json={ \"$schema\": \"./build.schema.json\", \"SomeText\": \"x\", \"Number\": 3, \"Words\": [\"a\", \"b\"], \"SomeSwitch\": true, \"Folder\": \"sub\", \"DbServer\": \"pg\" }"]);

        Assert.That(run.Value("SomeText"), Is.EqualTo("x"), run.All);
        Assert.That(run.Value("Number"), Is.EqualTo("3"));
        Assert.That(run.Value("Words"), Is.EqualTo("[a|b]"));
        Assert.That(run.Value("SomeSwitch"), Is.EqualTo("True"));
        Assert.That(run.Value("Folder"), Is.EqualTo(Path.Combine(run.Root, "sub")));
        Assert.That(run.Value("DbServer"), Is.EqualTo("pg"));
    }

    [TestCase("cli", true, true, true)]
    [TestCase("env", false, true, true)]
    [TestCase("profile", false, false, true)]
    [TestCase("file", false, false, false)]
    public void Order(string value, bool commandLine, bool environment, bool profile)
    {
        string[] given =
        [
            ".nuke/parameters.json={ \"SomeText\": \"file\" }",
            ".nuke/parameters.other.json={ \"SomeText\": \"profile\" }",
            .. environment ? new[] { "NUKE_SOME_TEXT=env" } : [],
        ];
        string[] arguments =
        [
            "Show",
            .. commandLine ? new[] { "--some-text", "cli" } : [],
            .. profile ? new[] { "--profile", "other" } : [],
        ];

        Assert.That(SampleRun.With<ParameterSample>(given, arguments).Value("SomeText"), Is.EqualTo(value));
    }

    [Test]
    public void Root_is_found_upward_or_given()
    {
        var outer = Directory.CreateTempSubdirectory("nuke-root-").FullName;
        try
        {
            var run = SampleRun.Of<ParameterSample>("Show", "--root", outer);

            Assert.That(run.Value("Root"), Is.EqualTo(outer));
        }
        finally
        {
            Directory.Delete(outer, recursive: true);
        }
    }
}
