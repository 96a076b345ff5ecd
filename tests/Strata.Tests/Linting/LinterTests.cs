using Strata.Dockerfiles;
using Strata.Linting;
using Strata.Testing;

namespace Strata.Tests.Linting;

public class LinterTests
{
    private const string Untagged = "# syntax=docker/dockerfile:1.7\nFROM python\n";

    [Test]
    public void A_policy_switches_rules_off() =>
        Assert.That(Run(Untagged, LintPolicy.Default.Without("DL3006")).Findings, Is.Empty);

    [Test]
    public void A_policy_gives_another_severity()
    {
        var report = Run(Untagged, LintPolicy.Default.With("ST011", Severity.Note));
        Assert.That(report.Findings.Single().Severity, Is.EqualTo(Severity.Note));
        Assert.That(report.Errors, Is.Empty);
    }

    [Test]
    public void A_policy_knows_its_rules() =>
        Assert.That(
            Assert.Throws<DefinitionException>(() => LintPolicy.Default.Without("ST01"))!.Message,
            Does.StartWith("lint policy: there is no rule 'ST01'; did you mean 'ST0"));

    [Test]
    public void An_ignore_of_a_rule_that_is_switched_off_is_not_unused() =>
        Assert.That(Run("# syntax=docker/dockerfile:1.7\n# strata ignore=ST011 x\nFROM python", LintPolicy.Default.Without("ST011")).Findings, Is.Empty);

    [Test]
    public void What_is_ignored_is_kept_with_the_reason()
    {
        var report = Run("# syntax=docker/dockerfile:1.7\n# strata ignore=DL3006: tests take the newest\nFROM python");
        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Ignored.Single().IgnoredBecause, Is.EqualTo("tests take the newest"));
    }

    [Test]
    public void An_ignore_is_about_the_next_instruction_only() =>
        Assert.That(
            Run("# syntax=docker/dockerfile:1.7\n# strata ignore=ST024 x\nFROM a:1\nRUN sudo a\n").Findings.Select(f => f.Rule.Id),
            Is.EqualTo(new[] { "ST002", "ST024" }));

    [Test]
    public void Findings_stand_in_the_order_of_the_file()
    {
        var findings = Run("FROM python\nRUN sudo apt-get install a\nMAINTAINER b\n").Findings;
        Assert.That(findings.Select(f => f.Span.Offset), Is.Ordered);
        Assert.That(findings.Select(f => f.Rule.Id), Is.SupersetOf(new[] { "ST010", "ST011", "ST024", "ST031", "ST032", "ST059" }));
    }

    [Test]
    public void A_finding_of_both_supplies_is_told_once()
    {
        var graphs = Graphs.Parse("web <- python").WithDockerfile("web", "# syntax=docker/dockerfile:1.7\nFROM python:3.12-slim\nUSER root\n");
        var report = Linter.Run(graphs.Create(), graphs.Files, LintPolicy.Default);
        Assert.That(report.Findings.Count(f => f.Rule.Id == "ST020"), Is.EqualTo(1));
    }

    [Test]
    public void Fixes_of_one_place_are_made_one_after_the_other()
    {
        var text = "FROM a:1\nRUN apt install a\n";
        for (var round = 0; round < 3; round++)
        {
            text = TextEdit.Apply(text, Run(text).Findings.Select(f => f.Fix).OfType<TextEdit>());
        }

        Assert.That(text, Is.EqualTo("# syntax=docker/dockerfile:1.7\nFROM a:1\nRUN apt-get install --yes --no-install-recommends a\n").Or.EqualTo("# syntax=docker/dockerfile:1.7\nFROM a:1\nRUN apt-get install --no-install-recommends --yes a\n"));
    }

    private static LintReport Run(string text, LintPolicy? policy = null) => Linter.Run(DockerfileParser.Parse(text, "Dockerfile"), policy ?? LintPolicy.Default);
}
