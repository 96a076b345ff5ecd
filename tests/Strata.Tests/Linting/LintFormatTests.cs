using System.Text.Json;
using System.Xml.Linq;
using Strata.Dockerfiles;
using Strata.Linting;
using Strata.Linting.Formats;

namespace Strata.Tests.Linting;

public class LintFormatTests
{
    private static readonly LintReport Report = Linter.Run(
        DockerfileParser.Parse("# syntax=docker/dockerfile:1.7\n# strata ignore=ST011 x < y\nFROM python\nRUN echo \"\ud83d\ude80\" && sudo a\nRUN wget https://a\n", "docker/a b/Dockerfile"),
        LintPolicy.Default.Without("ST055"));

    [Test]
    public void Text_shows_the_line_and_a_caret() => Assert.That(
        LintText.Render(Report),
        Is.EqualTo("""
            docker/a b/Dockerfile:4:18: error ST024: sudo runs the command as root; write USER 0 above and USER with the service's id below
                RUN echo "🚀" && sudo a
                                 ^
            docker/a b/Dockerfile:5:5: note ST057: wget draws its progress into the log; add --no-verbose
                RUN wget https://a
                    ^
            lint: 1 error, 1 note, 1 ignored with a reason

            """));

    [Test]
    public void Json_has_all_findings()
    {
        using var json = JsonDocument.Parse(LintJson.Render(Report));
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.That(findings.Select(f => f.GetProperty("rule").GetString()), Is.EqualTo(new[] { "ST024", "ST057", "ST011" }));
        Assert.That(findings[2].GetProperty("ignoredBecause").GetString(), Is.EqualTo("x < y"));
        Assert.That(findings[0].GetProperty("line").GetInt32(), Is.EqualTo(4));
    }

    [Test]
    public void Sarif_has_rules_places_and_suppressions()
    {
        using var json = JsonDocument.Parse(LintSarif.Render(Report));
        var run = json.RootElement.GetProperty("runs").EnumerateArray().Single();
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(r => r.GetProperty("id").GetString()).ToList();
        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            Assert.That(rules[result.GetProperty("ruleIndex").GetInt32()], Is.EqualTo(result.GetProperty("ruleId").GetString()));
        }

        var results = run.GetProperty("results").EnumerateArray().ToList();
        var place = results[0].GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.That(place.GetProperty("artifactLocation").GetProperty("uri").GetString(), Is.EqualTo("docker/a%20b/Dockerfile"));
        Assert.That(place.GetProperty("region").GetProperty("startColumn").GetInt32(), Is.EqualTo(18));
        Assert.That(results[2].GetProperty("suppressions")[0].GetProperty("justification").GetString(), Is.EqualTo("x < y"));
        Assert.That(results.Select(r => r.GetProperty("partialFingerprints").GetProperty("strata/v1").GetString()), Is.Unique);
    }

    [Test]
    public void JUnit_counts_failures_and_what_is_skipped()
    {
        var suite = XDocument.Parse(LintJUnit.Render(Report)).Root!.Elements("testsuite").Single();
        Assert.That(suite.Elements("testcase").Count(c => c.Element("failure") is not null), Is.EqualTo((int)suite.Attribute("failures")!).And.EqualTo(1));
        Assert.That((string?)suite.Descendants("skipped").Single().Attribute("message"), Is.EqualTo("x < y"));
    }

    [Test]
    public void JUnit_of_nothing_has_a_case_that_passes() =>
        Assert.That(XDocument.Parse(LintJUnit.Render(new LintReport([], []))).Descendants("testcase").Count(), Is.EqualTo(1));

    [Test]
    public void JUnit_takes_what_xml_cannot_hold() => Assert.That(
        XDocument.Parse(LintJUnit.Render(Linter.Run(DockerfileParser.Parse("FROM a:1\nRUN sudo \u0001 \ud83d\n", "D"), LintPolicy.Default))).Root, Is.Not.Null);

    [TestCase("SARIF", LintFormat.Sarif)]
    [TestCase(null, LintFormat.Text)]
    public void Formats_have_names(string? name, LintFormat format) => Assert.That(LintOutput.Parse(name), Is.EqualTo(format));

    [TestCase("html")]
    [TestCase("1")]
    public void Other_formats_are_refused(string name) => Assert.Throws<DefinitionException>(() => LintOutput.Parse(name));
}
