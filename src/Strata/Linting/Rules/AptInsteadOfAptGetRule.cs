using System.Collections.Immutable;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST033.</summary>
internal sealed class AptInsteadOfAptGetRule() : LintRule("ST033", Severity.Warning, "scripts call apt-get, not apt")
{
    public override ImmutableArray<string> Aliases => ["DL3027"];

    public override string Why => "apt is made for people: its options and output may change with any release, and it says so itself.";

    public override string Bad => "FROM debian:trixie\nRUN apt update";

    public override string Good => "FROM debian:trixie\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.Tool == "apt"
        let word = call.Command.Words[0]
        select At(
            file, word.Span, "apt is made for people, not for scripts", "write apt-get",
            word.Text == "apt" && call.Verb is "update" or "install" or "remove" or "upgrade" ? new TextEdit(word.Span.Offset, word.Span.Length, "apt-get") : null);
}
