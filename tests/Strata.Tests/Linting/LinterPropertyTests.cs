using FsCheck;
using FsCheck.Fluent;
using Strata.Dockerfiles;
using Strata.Linting;

namespace Strata.Tests.Linting;

public class LinterPropertyTests
{
    private static readonly string[] Pieces =
    [
        "apt-get ", "install ", "update ", "-y ", "a ", "&& ", "| ", "|| ", "; ", "& ", "( ", ") ", "{ ", "} ", "if ", "then ", "fi ", "$(", ")", "`", "'", "\"", "\\", "\\\n", "# ", "> ", ">&2 ",
        "2>", "<<E ", "<( ", "$X ", "X=1 ", "sudo ", "xargs ", "env ", "gosu ", "python3 -m pip ", "uv ", "pip ", "sync ", "curl ", "sh ", "cd /a ", "wget ", "useradd ", "--uid=1000001 ", "é", "\ud83d\ude80",
        "\nUSER b\nRUN ", "\nCOPY --from=b a b\nRUN ", "\nENV A=$B TOKEN=1\nRUN ", "\nHEALTHCHECK CMD curl localhost:$P\nEXPOSE 1\nRUN ", "\nFROM a AS b\nRUN ", "\nRUN <<E\na | b\nE\nRUN ",
        "\n# strata ignore=ST024 x\nRUN ", "\n# strata ignore=\nRUN ", "\nRUN --mount=type=cache,target=/c ", "\nRUN [\"sh\",\"-c\",\"a|b\"]\nRUN ", "\nADD http://a /b\nRUN ", "\nWORKDIR a\nRUN ",
    ];

    private static readonly Arbitrary<string> Texts = Gen.Elements(Pieces).ListOf().Select(p => "FROM a AS z\nRUN x " + string.Concat(p)).ToArbitrary();

    [Test]
    public void Whatever_can_be_read_can_be_linted_and_findings_stand_in_the_text() => Prop.ForAll(Texts, text =>
    {
        if (Parse(text) is not { } dockerfile)
        {
            return true;
        }

        var report = Linter.Run(dockerfile, LintPolicy.Default);
        return report.Findings.Concat(report.Ignored).All(f => f.Span.Offset >= 0 && f.Span.End <= text.Length && f.Span.StartLine >= 1);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(40));

    [Test]
    public void What_a_fix_makes_can_be_read_and_has_fewer_findings_of_its_rule() => Prop.ForAll(Texts, text =>
    {
        if (Parse(text) is not { } dockerfile || Linter.Run(dockerfile, LintPolicy.Default).Findings.FirstOrDefault(f => f.Fix is not null) is not { } finding)
        {
            return true;
        }

        var mended = Parse(TextEdit.Apply(text, [finding.Fix!]));
        return mended is not null
            && Linter.Run(mended, LintPolicy.Default).Findings.Count(f => f.Rule == finding.Rule) < Linter.Run(dockerfile, LintPolicy.Default).Findings.Count(f => f.Rule == finding.Rule);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(40));

    private static Dockerfile? Parse(string text)
    {
        try
        {
            return DockerfileParser.Parse(text, "Dockerfile");
        }
        catch (DefinitionException)
        {
            return null;
        }
    }
}
