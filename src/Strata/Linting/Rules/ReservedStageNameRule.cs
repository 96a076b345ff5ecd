using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST016.</summary>
internal sealed class ReservedStageNameRule() : LintRule("ST016", Severity.Error, "no stage is called scratch or context")
{
    public override ImmutableArray<string> Aliases => ["DL3063", "ReservedStageName"];

    public override string Why => "BuildKit means something else by these names.";

    public override string Bad => "FROM debian:trixie AS context";

    public override string Good => "FROM debian:trixie AS sources";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        file.Stages.Where(s => s.Stage.Name is "scratch" or "context")
            .Select(s => At(file, s.Stage.From.Span, $"'{s.Stage.Name}' is a name that BuildKit keeps for itself", "give the stage another name"));
}
