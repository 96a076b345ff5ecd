using Strata.Dockerfiles;

namespace Strata.Tests.Dockerfiles;

public class DockerfileParserTests
{
    [Test]
    public void Directives_are_read_at_the_top_in_any_case()
    {
        var file = Read.File("#syntax = docker/dockerfile:1.7 extra\n# ESCAPE=`\n# check=skip=all\nFROM a `\n  AS b\n");
        Assert.That(file.Syntax, Is.EqualTo("docker/dockerfile:1.7"));
        Assert.That(file.Escape, Is.EqualTo('`'));
        Assert.That(file.Directive("check")!.Value, Is.EqualTo("skip=all"));
        Assert.That(file.Stages[0].Name, Is.EqualTo("b"));
    }

    [TestCase("# a comment\n# escape=`\nFROM a\n")]
    [TestCase("\n# escape=`\nFROM a\n")]
    [TestCase("# other=1\n# escape=`\nFROM a\n")]
    [TestCase("FROM a\n# escape=`\n")]
    public void A_directive_that_is_not_at_the_very_top_is_a_comment(string text) => Assert.That(Read.File(text).Escape, Is.EqualTo('\\'));

    [TestCase("# escape=x\nFROM a", "Dockerfile:1:1: the escape character 'x' is not allowed; use \\ or `")]
    [TestCase("# syntax=a\n# Syntax=b\nFROM a", "Dockerfile:2:1: the directive 'syntax' is given twice; keep one of them")]
    public void A_wrong_directive_is_an_error(string text, string problem) => Assert.That(Read.Problems(text), Is.EqualTo(new[] { problem }));

    [Test]
    public void Byte_order_mark_and_carriage_returns_do_not_matter()
    {
        var file = Read.File("\uFEFF# escape=`\r\nFROM a AS b\r\nRUN x `\r\n  y\r\n");
        Assert.That(((RunInstruction)file.Stages[0].Instructions[0]).Command.Words, Is.EqualTo(new[] { "x   y" }));
        Assert.That(file.Stages[0].From.Span.ToString(), Is.EqualTo("2:1"));
        Assert.That(file.TextOf(file.Stages[0].Instructions[0].Span), Is.EqualTo("RUN x `\r\n  y"));
    }

    [TestCase("RUN a \\\n  b", "a   b")]
    [TestCase("RUN a \\  \n# comment\n  # comment \\\n\n \t\n  b", "a   b")]
    [TestCase("RUN a\\\nb", "ab")]
    [TestCase("RUN a \\\\\n", "a \\\\")]
    [TestCase("RUN a \\", "a")]
    [TestCase("RUN a \\\n\\\nb", "a b")]
    [TestCase("  run  a", "a")]
    [TestCase("RU\\\nN a", "a")]
    public void Continuations_are_joined(string text, string command) =>
        Assert.That(Read.Single<RunInstruction>(text).Command.Words, Is.EqualTo(new[] { command }));

    [Test]
    public void An_argument_before_from_is_global_and_a_stage_has_its_own()
    {
        var file = Read.File("ARG A=1 B\nFROM x\nARG C\n");
        Assert.That(file.GlobalArgs.Single().Declarations.Select(d => (d.Name, d.Default)), Is.EqualTo(new[] { ("A", "1"), ("B", (string?)null) }));
        Assert.That(file.DeclaredArgs, Is.EqualTo(new[] { "A", "B", "C" }));
    }

    [TestCase("FROM a AS Build", "build")]
    [TestCase("from a as b.c-d_1", "b.c-d_1")]
    [TestCase("FROM --platform=$BUILDPLATFORM a", null)]
    public void From_names_its_stage_in_lower_case(string text, string? name)
    {
        var stage = Read.File(text).Stages.Single();
        Assert.That(stage.Name, Is.EqualTo(name));
        Assert.That(stage.From.Image.Text, Is.EqualTo("a"));
        Assert.That(stage.ProgressName, Is.EqualTo(name ?? "stage-0"));
    }

    [Test]
    public void Steps_are_what_BuildKit_counts()
    {
        var stage = Read.File("FROM a\nENV A=1\nRUN a\nCOPY a b\nADD a b\nWORKDIR /x\nUSER b\nCMD c\n").Stages.Single();
        Assert.That(stage.StepCount, Is.EqualTo(4));
    }

    [Test]
    public void Mounts_are_read_to_keys_and_values()
    {
        var run = Read.Single<RunInstruction>(
            "RUN --mount=type=cache,target=/c,sharing=locked --mount='from=base-ml,\"source=/a,b\",target=/b,ro' --network=none pip install x");
        Assert.That(run.Mounts.Select(m => (m.Type, m.From, m.Source, m.Target)), Is.EqualTo(new[]
        {
            ("cache", null, null, "/c"),
            ("bind", "base-ml", "/a,b", "/b"),
        }));
        Assert.That(run.Mounts[0].Value("sharing"), Is.EqualTo("locked"));
        Assert.That(run.Network, Is.EqualTo("none"));
        Assert.That(run.Command.Words, Is.EqualTo(new[] { "pip install x" }));
    }

    [Test]
    public void Copy_has_its_flags_sources_and_destination()
    {
        var copy = Read.Single<CopyInstruction>("COPY --from=build --chown='a b':c --link --exclude=*.md --exclude=*.txt x \\\n  y/ /z/");
        Assert.That(copy.From!.Text, Is.EqualTo("build"));
        Assert.That(copy.From.Span.ToString(), Is.EqualTo("2:13"));
        Assert.That((copy.Chown, copy.Link), Is.EqualTo(("a b:c", true)));
        Assert.That(copy.Excludes, Is.EqualTo(new[] { "*.md", "*.txt" }));
        Assert.That(copy.Sources.Select(s => s.ToString()), Is.EqualTo(new[] { "x", "y/" }));
        Assert.That(copy.Sources[1].Span.ToString(), Is.EqualTo("3:3"));
        Assert.That(copy.Destination.Text, Is.EqualTo("/z/"));
    }

    [TestCase("CMD [\"a\", \"b c\"]", true, "a|b c")]
    [TestCase("CMD ['a']", false, "['a']")]
    [TestCase("CMD [\"a\"", false, "[\"a\"")]
    [TestCase("CMD [\"a\"] && b", false, "[\"a\"] && b")]
    [TestCase("CMD [ -f a ] && b", false, "[ -f a ] && b")]
    [TestCase("CMD []", true, "")]
    [TestCase("CMD [\"\\ud83d\"]", true, "\\ud83d")]
    [TestCase("CMD", false, "")]
    public void The_json_form_falls_back_to_the_shell_form(string text, bool isExec, string words)
    {
        var command = Read.Single<CmdInstruction>(text).Command;
        Assert.That((command.IsExec, string.Join('|', command.Words)), Is.EqualTo((isExec, words)));
    }

    [TestCase("ENV a=b \"c d\"=e f='g h' i=j\\ k", "a=b|\"c d\"=e|f='g h'|i=j\\ k")]
    [TestCase("ENV a b  c=d", "a=b  c=d")]
    [TestCase("ENV a\tb", "a=b")]
    [TestCase("ENV a= b=\"\"", "a=|b=\"\"")]
    public void Variables_are_pairs_or_the_legacy_form(string text, string pairs) =>
        Assert.That(string.Join('|', Read.Single<EnvInstruction>(text).Variables.Select(v => $"{v.Key}={v.Value}")), Is.EqualTo(pairs));

    [Test]
    public void Healthcheck_has_durations_and_a_command()
    {
        var check = Read.Single<HealthcheckInstruction>("HEALTHCHECK --interval=1m30s --timeout=500ms --retries=3 CMD [\"a\"]");
        Assert.That((check.Interval, check.Timeout, check.Retries), Is.EqualTo((TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(500), 3)));
        Assert.That(check.Command!.Words, Is.EqualTo(new[] { "a" }));
        Assert.That(Read.Single<HealthcheckInstruction>("HEALTHCHECK none").Command, Is.Null);
    }

    [Test]
    public void Onbuild_holds_an_instruction()
    {
        var copy = (CopyInstruction)Read.Single<OnbuildInstruction>("ONBUILD COPY --from=a b c").Trigger;
        Assert.That(copy.From!.Text, Is.EqualTo("a"));
    }

    [Test]
    public void All_errors_are_reported_with_line_and_caret()
    {
        var error = Assert.Throws<DefinitionException>(() => Read.File("FROM a AS --\n\tRUM x\nCOPY \\\n  --form=b c d\n"));
        Assert.That(error!.ExitCode, Is.EqualTo(ExitCode.WrongDefinition));
        Assert.That(error.Message, Is.EqualTo(
            """
            Dockerfile:1:11: expected a stage name after AS, got '--'; a stage name is a letter, then letters, digits, '-', '_' or '.'
            FROM a AS --
                      ^
            Dockerfile:2:2: unknown instruction 'RUM'; did you mean 'RUN'?
            	RUM x
            	^
            Dockerfile:4:3: COPY has no flag '--form'; did you mean '--from'?
              --form=b c d
              ^
            """));
    }

    [Test]
    public void Lines_of_a_script_without_continuations_are_one_error() =>
        Assert.That(Read.Problems("FROM a\nRUN x &&\n  make\n  make install\n  true\nUSER b\n"), Has.Length.EqualTo(1));

    [TestCase("", "Dockerfile: the Dockerfile has no instructions; start it with FROM")]
    [TestCase("# nothing\n", "Dockerfile: the Dockerfile has no instructions; start it with FROM")]
    [TestCase("ARG A=1\n", "Dockerfile: the Dockerfile has no stage; start it with FROM")]
    [TestCase("RUN a\nFROM b", "Dockerfile:1:1: RUN stands before the first FROM; only ARG may stand there")]
    [TestCase("FROM", "Dockerfile:1:1: FROM names no image")]
    [TestCase("FROM a b", "Dockerfile:1:8: expected AS and a stage name after the image, got 'b'")]
    [TestCase("FROM a AS", "Dockerfile:1:8: expected a stage name after AS")]
    [TestCase("FROM a AS b c", "Dockerfile:1:13: expected nothing after the stage name, got 'c'")]
    [TestCase("FROM --platfrom=x a", "Dockerfile:1:6: FROM has no flag '--platfrom'; did you mean '--platform'?")]
    [TestCase("FROM a\nRUN --network b", "Dockerfile:2:5: the flag '--network' has no value; write --network=...")]
    [TestCase("FROM a\nRUN --network=lan b", "Dockerfile:2:15: the network is default, none or host, got 'lan'")]
    [TestCase("FROM a\nRUN --mount=from=$A b", "Dockerfile:2:13: a mount's from takes no variables, got '$A'; write FROM with the variable under a stage name, and mount from that stage")]
    [TestCase("FROM a\nCOPY --link --link b c", "Dockerfile:2:13: the flag '--link' is given twice")]
    [TestCase("FROM a\nCOPY b", "Dockerfile:2:1: COPY needs a source and a destination")]
    [TestCase("FROM a\nCOPY b <<E\nE\n", "Dockerfile:2:8: COPY cannot have a heredoc as its destination")]
    [TestCase("FROM a\nCMD [\"a\", 1]", "Dockerfile:2:5: a JSON array may hold only strings here; quote each word, or drop the brackets for the shell form")]
    [TestCase("FROM a\nENV A", "Dockerfile:2:5: ENV 'A' has no value; write name=value")]
    [TestCase("FROM a\nENV A=1 B", "Dockerfile:2:9: expected name=value, got 'B'; quote values that have spaces")]
    [TestCase("FROM a\nLABEL =1", "Dockerfile:2:7: a name is missing before '='")]
    [TestCase("FROM a\nARG", "Dockerfile:2:1: ARG needs at least one argument")]
    [TestCase("FROM a\nSHELL sh", "Dockerfile:2:7: SHELL takes the JSON form only; write SHELL [\"program\", \"argument\"]")]
    [TestCase("FROM a\nONBUILD ONBUILD RUN b", "Dockerfile:2:9: ONBUILD is not allowed behind ONBUILD")]
    [TestCase("FROM a\nHEALTHCHECK CMD", "Dockerfile:2:13: HEALTHCHECK CMD has no command behind it")]
    [TestCase("FROM a\nHEALTHCHECK --interval=3 CMD b", "Dockerfile:2:24: expected a duration of 1ms or more, such as 30s or 1m30s, got '3'")]
    [TestCase("FROM a\nRUN <<EOF\nb\n", "Dockerfile:2:5: the heredoc 'EOF' is never closed; end it with a line that holds only EOF")]
    [TestCase("FROM a\nCOPY <<A <<-B /c/\nA\n\tA\n\tB\nCOPY \\\n <<B /c\n", "Dockerfile:7:2: the heredoc 'B' is never closed; end it with a line that holds only B")]
    public void A_wrong_file_says_where_and_what(string text, string problem) => Assert.That(Read.Problems(text), Is.EqualTo(new[] { problem }));

    [Test]
    public void A_line_longer_than_BuildKit_reads_is_an_error()
    {
        Assert.That(Read.Single<RunInstruction>("RUN " + new string('x', 65531)).Command.Words[0], Has.Length.EqualTo(65531));
        Assert.That(Read.Problems("FROM a\nRUN " + new string('x', 65532)).Single(), Does.StartWith("Dockerfile:2:1: the line has more than 65535 bytes"));
    }
}
