using System.Collections.Immutable;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST031.</summary>
internal sealed class NoRecommendsRule() : LintRule("ST031", Severity.Warning, "apt-get installs what is asked for and no recommendations")
{
    public override ImmutableArray<string> Aliases => ["DL3015"];

    public override string Why => "Recommended packages make an image bigger, often by more than what was asked for, and give attackers more to look at.";

    public override string Bad =>
        """
        FROM debian:trixie
        RUN apt-get update && apt-get install --yes curl
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
        where call.IsAptInstall && !call.Has("--no-install-recommends")
            && !call.Command.Words.Any(w => w.Text.Contains("APT::Install-Recommends=", StringComparison.OrdinalIgnoreCase))
        select At(
            file, call.VerbWord.Span, "recommended packages are installed too", "add --no-install-recommends",
            new TextEdit(call.VerbWord.Span.End, 0, " --no-install-recommends"));
}
