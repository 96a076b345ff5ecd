namespace Strata.Linting.Rules;

/// <summary>ST027.</summary>
internal sealed class PipeToShellRule() : LintRule("ST027", Severity.Error, "no download is piped into a shell")
{
    public override string Why => "What the server sends at that moment runs as root in the build, unseen; when the download breaks off, half of it has run.";

    public override string Bad => "FROM debian:trixie\nRUN curl -fsSL https://example.org/install.sh | sh";

    public override string Good =>
        """
        FROM debian:trixie
        ADD --checksum=sha256:24712163c0b1a2f8ad5cbd8a5d1cb4ef5dda0fbf1b0f2a3b4ac1a4fd4f9b8a3f https://example.org/install.sh /tmp/
        RUN sh /tmp/install.sh
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from command in run.Commands
        where command.Program is "sh" or "bash" or "dash" or "ash" or "zsh" || command.Program.StartsWith("python", StringComparison.Ordinal)
        where command.PipedFrom?.Program is "curl" or "wget"
        select At(file, command.Words[0].Span, $"{command.PipedFrom!.Program} pipes what it gets into {command.Program}", "download it with ADD --checksum, then run it");
}
