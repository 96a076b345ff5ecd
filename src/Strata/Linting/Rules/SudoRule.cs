using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST024.</summary>
internal sealed class SudoRule() : LintRule("ST024", Severity.Error, "no sudo in a build")
{
    public override ImmutableArray<string> Aliases => ["DL3004"];

    public override string Why => "A build can switch users with USER. sudo in an image is a way back to root for whoever gets into a container.";

    public override string Bad => "FROM debian:trixie\nRUN sudo make install";

    public override string Good => "FROM debian:trixie\nUSER 0\nRUN make install\nUSER 10001";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from command in run.Commands
        from word in command.Wrappers.Append(command.Words[0])
        where word.Text is "sudo" or "/usr/bin/sudo"
        select At(file, word.Span, "sudo runs the command as root", "write USER 0 above and USER with the service's id below");
}
