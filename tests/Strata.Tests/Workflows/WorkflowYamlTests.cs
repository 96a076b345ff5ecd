using FsCheck;
using FsCheck.Fluent;
using Strata.Workflows;
using YamlDotNet.RepresentationModel;

namespace Strata.Tests.Workflows;

public class WorkflowYamlTests
{
    [TestCase("true")]
    [TestCase("no")]
    [TestCase("")]
    [TestCase("1e3")]
    [TestCase("0x1f")]
    [TestCase("2026-01-01")]
    [TestCase("- a")]
    [TestCase("a: b")]
    [TestCase("a # b")]
    [TestCase("*")]
    [TestCase("!x")]
    [TestCase("'quoted'")]
    [TestCase(" blank ")]
    [TestCase("${{ secrets.X }}")]
    public void Text_stays_text(string value) => Assert.That(Round(value), Is.EqualTo(value));

    [Test]
    public void Any_text_comes_back_as_it_was() => Prop.ForAll<string>(
        ArbMap.Default.ArbFor<string>().Filter(s => s is not null && s.All(c => c is >= ' ' and < '\ud800')), value => Round(value) == value).Check(Config.QuickThrowOnFailure);

    [Test]
    public void Script_is_a_block_of_its_own_lines()
    {
        var text = WorkflowYaml.Render(With(new WorkflowStep("s") { Script = "a\n  b 'c'\n\nd \"e\" # f" }));
        Assert.That(text, Does.Contain("        run: |\n          a\n            b 'c'\n\n          d \"e\" # f\n"));
        Assert.That(text, Does.Not.Contain("\r"));
    }

    private static string Round(string value)
    {
        var text = WorkflowYaml.Render(With(new WorkflowStep(value)));
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var step = (YamlMappingNode)stream.Documents[0].RootNode["jobs"]["j"]["steps"][0];
        var scalar = (YamlScalarNode)step["name"];
        var isPlainWord = scalar.Style == YamlDotNet.Core.ScalarStyle.Plain;
        Assert.That(isPlainWord && scalar.Value is "true" or "no" or "" or "1e3" or "0x1f" or "2026-01-01", Is.False, $"'{value}' is read as something else than text");
        return scalar.Value!;
    }

    private static Workflow With(WorkflowStep step) => new("w", new WorkflowTriggers { IsManual = true }, [new WorkflowJob("j", "r", [step])]);
}
