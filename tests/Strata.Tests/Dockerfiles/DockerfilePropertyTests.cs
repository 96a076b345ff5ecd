using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Strata.Dockerfiles;
using Strata.Oci;

namespace Strata.Tests.Dockerfiles;

public class DockerfilePropertyTests
{
    private static readonly string[] Pieces =
    [
        "FROM ", "RUN ", "COPY ", "ADD ", "ARG ", "ENV ", "CMD ", "HEALTHCHECK ", "ONBUILD ", "SHELL ", "LABEL ", "VOLUME ", "USER ", "WORKDIR /a", "EXPOSE 1",
        "scratch", "a", "b:1", " AS b", " AS c", "--from=", "--from=b", "--from=0", "--mount=from=b,target=/x", "--platform=$X", "--link", "--", "=", "$A", "${A}",
        "${A:-b}", "${", "}", "#", "#p", "/x/y", "'", "\"", "\\", "`", "\\\n", "`\n", "\n", "\n", "\n", "\r\n", " ", "\t", "<<E", "<<-'E'", "\nE\n", "[\"a\"]", "[", "]",
        "[1]", "# escape=`\n", "# syntax=x\n", "# c\n", "\uFEFF", "\u00a0", "\ud83d", "\0", "NONE", "ü", "\nFROM a\n", "\nFROM a AS b\n", "\nRUN a\n",
    ];

    // Mostly right, so that properties of what could be read are not empty.
    private static readonly string[] Lines =
    [
        "RUN a \\\n  # c\n\n  b", "run x \\\r\n y", "RUN <<E\n# c\nFROM x\nE", "COPY <<A <<-'B' /d\na\nA\n\tb\n\tB", "ONBUILD RUN <<C\nC", "RUN [\"a\", \"b\"]", "RUN [ a ]",
        "RUN --mount=type=cache,target=/c --network=none pip", "COPY --link --chown=a:b x \\\n y/ /z", "ADD [\"a b\", \"/c\"]", "ENV a=b \"c d\"=e f=g\\ h", "ENV a b c", "ARG X=1 Y",
        "CMD", "CMD [\"a\"", "# comment", "#", "", "   ", "\t RUN tabs", "\\\nRUN late", "RUN it's <<E", "RUN end \\", "HEALTHCHECK CMD a", "USER b\r", "FROM a AS c", "RUN \ud83d\ude80 ü",
    ];

    private static readonly Arbitrary<string> Texts =
        Gen.OneOf(
            Gen.Elements(Lines).ListOf().Select(l => "FROM a\n" + string.Join('\n', l)),
            Gen.Elements(Lines).ListOf().Select(l => "\uFEFF# escape=`\r\nFROM a\r\n" + string.Join("\r\n", l).Replace("\\\n", "`\n").Replace("\\\r\n", "`\r\n")),
            Gen.Elements(Pieces).ListOf().Select(p => string.Concat(p)),
            Gen.Elements(Pieces).ListOf().Select(p => "FROM a AS b\n" + string.Concat(p)),
            ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""))
            .ToArbitrary();

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60);

    [Test]
    public void Whatever_is_read_throws_nothing_but_definition_errors_with_places() => Prop.ForAll(Texts, text =>
    {
        try
        {
            var file = Read.File(text);
            DockerfileReferences.Resolve(file, new Dictionary<string, string> { ["A"] = "x" }, Platform.Default);
        }
        catch (DefinitionException e)
        {
            return e.Problems.All(p => p.Place.StartsWith("Dockerfile"));
        }

        return true;
    }).Check(Many);

    [Test]
    public void Between_the_instructions_stand_only_comments_and_blanks()
    {
        var read = 0;
        Prop.ForAll(Texts, text =>
        {
            var file = TryRead(text);
            read += file is null ? 0 : 1;
            return file is null || HasOnlyBlanksBetween(text, file);
        }).Check(Many);
        Assert.That(read, Is.GreaterThan(300), "texts that could be read");
    }

    private static bool HasOnlyBlanksBetween(string text, Dockerfile file)
    {
        var at = text.StartsWith('\uFEFF') ? 1 : 0;
        foreach (var instruction in file.Instructions)
        {
            if (instruction.Span.Offset < at || !IsBlank(text[at..instruction.Span.Offset]) || Line(text, instruction.Span.Offset) != instruction.Span.StartLine)
            {
                return false;
            }

            at = instruction.Span.End;
        }

        return IsBlank(text[at..]);
    }

    [Test]
    public void The_text_of_a_span_reads_as_the_same_instruction() => Prop.ForAll(Texts, text =>
    {
        if (TryRead(text) is not { } file)
        {
            return true;
        }

        foreach (var instruction in file.Stages.SelectMany(s => s.Instructions))
        {
            var alone = Read.File($"# escape={file.Escape}\nFROM a\n{file.TextOf(instruction.Span)}\n").Stages[0].Instructions.Single();
            if (alone.GetType() != instruction.GetType() || Normal(alone) != Normal(instruction))
            {
                return false;
            }
        }

        return true;
    }).Check(Many);

    [TestCase(10, "RUN echo {0}", "x\\\n")]
    [TestCase(1, "RUN {0}", "a <<\\\n")]
    [TestCase(1, "RUN <<E {0}\nE", "${A:-\\\n")]
    [TestCase(1, "ENV {0}", "A=\"b\" \\\n")]
    [TestCase(1, "CMD {0}", "[\\\n")]
    [TestCase(1, "COPY {0}", "\"\\\\\\\n")]
    [TestCase(1, "RUN {0}", "\\\n")]
    [TestCase(1, "RUN {0}", "--mount=from=b \\\n")]
    [TestCase(1, "{0}", "RUN a\n")]
    [TestCase(1, "{0}", "FROM a AS b\n")]
    [TestCase(1, "{0}", "wrong\n# c\nFROM a b c\n")]
    [TestCase(1, "RUN <<E\n{0}\nE", "a\n")]
    [TestCase(1, "RUN {0}", "# comment ")]
    public void Time_grows_with_size_only(int megabytes, string format, string piece)
    {
        var text = "FROM a\n" + string.Format(format, string.Concat(Enumerable.Repeat(piece, megabytes * 1_000_000 / piece.Length)));
        var clock = Stopwatch.StartNew();
        if (TryRead(text) is { } file)
        {
            DockerfileReferences.Resolve(file, new Dictionary<string, string>(), Platform.Default);
        }

        // Quadratic work on this would take minutes to hours; the bound leaves room for a busy machine.
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(15)));
    }

    private static Dockerfile? TryRead(string text)
    {
        try
        {
            return Read.File(text);
        }
        catch (DefinitionException)
        {
            return null;
        }
    }

    private static bool IsBlank(string text) => text.Split('\n').All(l => l.TrimStart() is "" or ['#', ..]);

    private static int Line(string text, int offset) => text[..offset].Count(c => c == '\n') + 1;

    private static string Normal(Instruction instruction) => instruction switch
    {
        RunInstruction r => $"{string.Join('|', r.Command.Words)} {string.Join('|', r.Heredocs.Select(h => h.Name + h.Content))} {r.Mounts.Length}",
        FileInstruction f => $"{string.Join('|', f.Sources)} {f.Destination} {string.Join('|', f.Heredocs.Select(h => h.Name + h.Content))}",
        EnvInstruction e => string.Join('|', e.Variables.Select(v => v.Key + "=" + v.Value)),
        ArgInstruction a => string.Join('|', a.Declarations.Select(v => v.Name + "=" + v.Default)),
        CmdInstruction c => string.Join('|', c.Command.Words),
        _ => "",
    };
}
