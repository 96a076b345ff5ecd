using Nuke.Common;
using Assert = NUnit.Framework.Assert;

namespace Strata.Targets.Tests;

public class CommandLineCheckTests
{
    [TestCase("--remote")]
    [TestCase("--remote build1 build2")]
    [TestCase("--remote --colours")]
    [TestCase("--colours Red green --on")]
    [TestCase("--on false --count 3")]
    [TestCase("-Remote build1")]
    public void Parameters_may_stand_alone_or_with_values(string words) =>
        Assert.That(() => Check(words), Throws.Nothing);

    [TestCase("--colours Red Gren", "--colours takes Red, Green, not 'Gren'")]
    [TestCase("--counts 1 x", "--counts takes a whole number, not 'x'")]
    [TestCase("--on maybe", "--on takes true, false or nothing, not 'maybe'")]
    [TestCase("--remoet", "unknown parameter '--remoet'; did you mean '--remote'? --help lists all")]
    [TestCase("BuildAl", "unknown target 'BuildAl'")]
    public void Wrong_words_are_told(string words, string message) =>
        Assert.That(() => Check(words), Throws.TypeOf<DefinitionException>().With.Message.Contains(message));

    [Test]
    public void All_wrong_words_are_told_together() =>
        Assert.That(() => Check("--remoet --cuont"), Throws.TypeOf<DefinitionException>().With.Property("Problems").Length.EqualTo(2));

    [TestCase("""{"$schema": "./build.schema.json", "Colours": ["Red", "Gren"]}""", ".nuke/parameters.json: 'Colours' takes Red, Green, not 'Gren'; did you mean 'Green'?")]
    [TestCase("""{"Count": "x"}""", ".nuke/parameters.json: 'Count' takes a whole number, not 'x'")]
    [TestCase("""{"On": "maybe"}""", ".nuke/parameters.json: 'On' takes true, false or nothing, not 'maybe'")]
    [TestCase("""{"Count": """, ".nuke/parameters.json: it is no JSON object")]
    [TestCase("""["Count"]""", ".nuke/parameters.json: it is no JSON object")]
    public void Wrong_values_of_files_are_told(string content, string message) =>
        Assert.That(() => CheckFiles("", content), Throws.TypeOf<DefinitionException>().With.Message.StartsWith(message));

    [Test]
    public void Profile_counts_more_than_the_file_of_all_calls()
    {
        using var folder = new NukeFolder("""{"Remote": ["one", "two"], "Count": 1, /* ours */ "Counts": null,}""");
        folder.Write("parameters.ci.json", """{"Remote": "three", "Count": "many"}""");

        Assert.That(ParametersFile.Find(folder.Root, ["BuildAll"], "Remote"), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(ParametersFile.Find(folder.Root, ["BuildAll", "--profile", "ci", "--on"], "Remote"), Is.EqualTo(new[] { "three" }));
        Assert.That(ParametersFile.Find(folder.Root, [], "Counts"), Is.Null);
        Assert.That(() => CheckFiles("--on --profile ci", folder), Throws.TypeOf<DefinitionException>().With.Message.StartsWith(".nuke/parameters.ci.json: 'Count' takes a whole number"));
        Assert.That(() => CheckFiles("--on", folder), Throws.Nothing);
    }

    private static void CheckFiles(string words, string content)
    {
        using var folder = new NukeFolder(content);
        CheckFiles(words, folder);
    }

    private static void CheckFiles(string words, NukeFolder folder) => Check(words, ParametersFile.Read(folder.Root, words.Split(' ')));

    private static void Check(string words, IEnumerable<ParametersFile>? files = null) =>
        CommandLineCheck.Run(typeof(Sample), [], words.Split(' ', StringSplitOptions.RemoveEmptyEntries), files ?? []);

    private sealed class NukeFolder : IDisposable
    {
        public NukeFolder(string content) => Write("parameters.json", content);

        public string Root { get; } = Directory.CreateTempSubdirectory("strata-parameters-").FullName;

        public void Write(string name, string content) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(Root, ".nuke")).FullName, name), content);

        public void Dispose() => Directory.Delete(Root, recursive: true);
    }

    private enum Colour
    {
        Red,
        Green,
    }

    private abstract class Sample : NukeBuild
    {
        [Parameter] public string[]? Remote { get; }

        [Parameter] public Colour[]? Colours { get; }

        [Parameter] public int[]? Counts { get; }

        [Parameter] public int? Count { get; }

        [Parameter] public bool On { get; }
    }
}
