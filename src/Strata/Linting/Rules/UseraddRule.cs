using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST056.</summary>
internal sealed class UseraddRule() : LintRule("ST056", Severity.Warning, "useradd with a big id writes no login log")
{
    public override ImmutableArray<string> Aliases => ["DL3046"];

    public override string Why => "The log has a record for each id up to the highest: a sparse file that becomes gigabytes in a layer.";

    public override string Bad => "FROM debian:trixie\nRUN useradd --uid 1000001 app";

    public override string Good => "FROM debian:trixie\nRUN useradd --no-log-init --uid 1000001 app";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from command in run.Commands
        where command.Program == "useradd" && !command.Has("-l", "--no-log-init")
            && command.Arguments.Any(a => a.Text.Length > 5 && a.Text[(a.Text.LastIndexOf('=') + 1)..] is { Length: > 5 } id && id.All(char.IsAsciiDigit))
        select At(
            file, command.Span, "the login log grows with the user's id", "add --no-log-init",
            new TextEdit(command.Words[0].Span.End, 0, " --no-log-init"));
}
