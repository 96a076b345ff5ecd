using System.Collections.Immutable;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST035.</summary>
internal sealed class AptUpdateRule() : LintRule("ST035", Severity.Error, "apt-get update and install run in one RUN")
{
    public override ImmutableArray<string> Aliases => ["DS-0017"];

    public override string Why => "A layer with lists is cached for as long as its text stays the same: an install in a later RUN then asks for packages that the mirror has long dropped.";

    public override string Bad => "FROM debian:trixie\nRUN apt-get update\nRUN apt-get install --yes --no-install-recommends curl";

    public override string Good => "FROM debian:trixie\nRUN apt-get update && apt-get install --yes --no-install-recommends curl";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        let calls = ToolCall.In(run).Where(c => c.Tool is "apt-get" or "apt").ToList()
        from call in calls.Where(c => c.Verb == "install").Take(1)
        where !calls.Any(c => c.Verb == "update") && !call.Operands.Any(o => o.Text.Contains('/')) && call.Command.Words.All(w => w.Text != "--no-download")
        select At(file, call.Command.Span, "apt-get install reads lists of an older layer, or none", "write apt-get update && in front of it");
}
