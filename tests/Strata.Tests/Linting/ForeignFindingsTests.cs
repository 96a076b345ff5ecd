using Strata.Dockerfiles;
using Strata.Linting;

namespace Strata.Tests.Linting;

public class ForeignFindingsTests
{
    private static readonly Dockerfile File = DockerfileParser.Parse("# syntax=docker/dockerfile:1.7\nFROM a:1 as B\nRUN service x start\n", "docker/a/Dockerfile");

    [Test]
    public void Hadolint_adds_what_no_rule_here_looks_for()
    {
        const string Json = """[{"code":"DL3001","column":1,"file":"docker/a/Dockerfile","level":"info","line":3,"message":"For some bash commands it makes no sense."},{"code":"DL3008","column":1,"file":"x","level":"warning","line":3,"message":"Pin versions"}]""";
        var finding = ForeignFindings.OfHadolint(Json, File).Single();
        Assert.That((finding.Rule.Id, finding.Severity, finding.Span.ToString(), finding.What), Is.EqualTo(("DL3001", Severity.Note, "3:1", "for some bash commands it makes no sense")));
        Assert.That(finding.Excerpt, Is.EqualTo("RUN service x start\n^"));
    }

    [Test]
    public void BuildKit_adds_what_no_rule_here_looks_for()
    {
        const string Json = """{"sources":[],"warnings":[{"sourceIndex":0,"ruleName":"FromAsCasing","description":"The 'as' keyword should match the case of the 'from' keyword","url":"u","detail":"'as' and 'FROM' keywords' casing do not match","location":{"ranges":[{"start":{"line":2},"end":{"line":2}}]}},{"ruleName":"JSONArgsRecommended","description":"x","location":{}}]}""";
        var finding = ForeignFindings.OfBuildKit(Json, File).Single();
        Assert.That((finding.Rule.Id, finding.Severity, finding.Span.ToString(), finding.What), Is.EqualTo(("FromAsCasing", Severity.Warning, "2:1", "'as' and 'FROM' keywords' casing do not match")));
    }

    [Test]
    public void They_stand_among_our_own_and_a_policy_may_switch_them_off()
    {
        var own = Linter.Run(File, LintPolicy.Default.Without("ST053"));
        var foreign = new ForeignRule("DL3001", Severity.Warning, "hadolint", "x").At(File, 3, 1, "x");
        Assert.That(own.Add([foreign], LintPolicy.Default).Findings, Has.Length.EqualTo(own.Findings.Length + 1));
        Assert.That(own.Add([foreign], LintPolicy.Default with { SwitchedOff = ["DL3001"] }).Findings, Has.Length.EqualTo(own.Findings.Length));
    }
}
