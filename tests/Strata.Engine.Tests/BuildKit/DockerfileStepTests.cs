using Strata.Engine.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

public sealed class DockerfileStepTests
{
    [Test]
    public void Steps_are_counted_by_stage_and_keep_their_lines()
    {
        const string Text = """
            # escape=`
            ARG V=1
            FROM a AS first

            run one `
              # between
              two
            ENV X=1
            COPY <<A <<-"B" /x/
            RUN in heredoc
            A
            	B
            FROM b
            WORKDIR /app
            """;

        Assert.That(DockerfileStep.Read(Text).Select(s => s.ToString()), Is.EqualTo(new[]
        {
            new DockerfileStep("first", 0, 2, 3, "FROM a AS first"),
            new DockerfileStep("first", 1, 2, 5, "RUN one two"),
            new DockerfileStep("first", 2, 2, 9, "COPY <<A <<-\"B\" /x/"),
            new DockerfileStep("stage-1", 0, 1, 13, "FROM b"),
            new DockerfileStep("stage-1", 1, 1, 14, "WORKDIR /app"),
        }.Select(s => s.ToString())));
    }
}
