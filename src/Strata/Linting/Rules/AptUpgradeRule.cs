using System.Collections.Immutable;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST036.</summary>
internal sealed class AptUpgradeRule() : LintRule("ST036", Severity.Warning, "packages of the base are upgraded by its own image")
{
    public override ImmutableArray<string> Aliases => ["DL3005"];

    public override string Why => "An upgrade stores every upgraded file a second time and gives another result each day. A newer base brings the same once, for all images on it.";

    public override string Bad => "FROM debian:trixie\nRUN apt-get update && apt-get upgrade --yes";

    public override string Good => "FROM debian:trixie-20260202";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.Tool is "apt-get" or "apt" && call.Verb is "upgrade" or "dist-upgrade" or "full-upgrade"
        select At(file, call.VerbWord.Span, $"{call.Verb} stores the base's packages a second time", "take a newer base instead");
}
