using Strata.Dockerfiles;

namespace Strata.Tests.Dockerfiles;

public class HeredocTests
{
    [Test]
    public void A_run_has_its_script()
    {
        var run = Read.Single<RunInstruction>("RUN <<EOF\n# not a comment\na \\\n  b\n\nEOF\n");
        Assert.That(run.Heredocs.Single(), Has.Property("Content").EqualTo("# not a comment\na \\\n  b\n\n").And.Property("Expands").True);
    }

    [TestCase("RUN <<EOF\nEOF", "EOF", true, false)]
    [TestCase("RUN <<-EOF\n\t\tEOF", "EOF", true, true)]
    [TestCase("RUN <<'EOF'\nEOF", "EOF", false, false)]
    [TestCase("RUN <<\"E F\"\nE F", "E F", false, false)]
    [TestCase("RUN <<E\"O\"F\nEOF", "EOF", false, false)]
    [TestCase("RUN << EOF\nEOF", "EOF", true, false)]
    [TestCase("RUN cat 3<<EOF > /x\nEOF\r", "EOF", true, false)]
    [TestCase("RUN cat \\\n # comment\n <<EOF\nEOF", "EOF", true, false)]
    [TestCase("RUN --mount=target=/x sh <<$X\n$X", "$X", true, false)]
    public void The_word_behind_the_arrows_ends_it(string text, string name, bool expands, bool stripsTabs)
    {
        var heredoc = Read.Single<RunInstruction>(text).Heredocs.Single();
        Assert.That((heredoc.Name, heredoc.Expands, heredoc.StripsTabs), Is.EqualTo((name, expands, stripsTabs)));
    }

    [TestCase("RUN cat <<<EOF")]
    [TestCase("RUN echo $((1<<2))")]
    [TestCase("RUN echo '<<EOF'")]
    [TestCase("RUN echo \\<<EOF")]
    [TestCase("RUN [\"sh\", \"<<EOF\"]")]
    [TestCase("RUN it's <<EOF")]
    [TestCase("RUN cat <<")]
    [TestCase("ENV A=<<EOF")]
    [TestCase("CMD cat <<EOF")]
    public void Other_arrows_are_none(string text) => Assert.That(Read.File($"FROM a\n{text}\nUSER b").Stages[0].Instructions, Has.Length.EqualTo(2));

    [Test]
    public void Several_follow_one_another_and_one_may_be_a_file_of_copy()
    {
        var file = Read.File("FROM a\nCOPY <<A x <<-'B' /d/\na\nA\n\tb\n\tB\nONBUILD RUN <<C\nc\nC\nUSER b\n");
        var copy = (CopyInstruction)file.Stages[0].Instructions[0];
        Assert.That(copy.Sources.Select(s => s.Text), Is.EqualTo(new[] { "x" }));
        Assert.That(copy.Heredocs.Select(h => (h.Name, h.Content)), Is.EqualTo(new[] { ("A", "a\n"), ("B", "\tb\n") }));
        Assert.That(copy.Span.EndLine, Is.EqualTo(6));
        var trigger = (RunInstruction)((OnbuildInstruction)file.Stages[0].Instructions[1]).Trigger;
        Assert.That(file.TextOf(trigger.Heredocs.Single().Span), Is.EqualTo("c\n"));
        Assert.That(file.Stages[0].Instructions, Has.Length.EqualTo(3));
    }
}
