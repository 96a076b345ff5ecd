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

    private static void Check(string words) => CommandLineCheck.Run(typeof(Sample), [], words.Split(' '));

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
