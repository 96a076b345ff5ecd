using System.Collections.Immutable;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST032.</summary>
internal sealed class AssumeYesRule() : LintRule("ST032", Severity.Error, "apt-get install is told not to ask")
{
    public override ImmutableArray<string> Aliases => ["DL3014"];

    public override string Why => "There is nobody to answer during a build: apt-get gives up as soon as it has to ask.";

    public override string Bad =>
        """
        FROM debian:trixie
        RUN apt-get update && apt-get install --no-install-recommends curl
        """;

    public override string Good =>
        """
        FROM debian:trixie
        RUN apt-get update && apt-get install --yes --no-install-recommends curl
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.IsAptInstall && !IsYes(call)
        select At(
            file, call.VerbWord.Span, "apt-get install will ask, and nobody answers", "add --yes",
            new TextEdit(call.VerbWord.Span.End, 0, " --yes"));

    private static bool IsYes(ToolCall call) =>
        call.Has("--yes", "--assume-yes", "-qq")
        || call.Options.Any(o => o.Text.Length > 1 && o.Text[1] != '-' && (o.Text.Contains('y') || o.Text.Count(c => c == 'q') > 1))
        || call.Options.Any(o => o.Text.StartsWith("-q=", StringComparison.Ordinal) || o.Text.StartsWith("-oAPT::Get::Assume-Yes", StringComparison.OrdinalIgnoreCase))
        || call.Command.Words.Any(w => w.Text.StartsWith("APT::Get::Assume-Yes", StringComparison.OrdinalIgnoreCase))
        || call.Command.PipedFrom?.Program == "yes";
}
