using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST014.</summary>
internal sealed class StageUseRule() : LintRule("ST014", Severity.Error, "COPY --from and mounts name a stage above them")
{
    public override ImmutableArray<string> Aliases => ["DL3023"];

    public override string Why => "A stage cannot take files from itself or from one that is built after it.";

    public override string Bad => "FROM debian:trixie AS tools\nCOPY --from=tools /a /b";

    public override string Good => "FROM debian:trixie AS tools\nFROM debian:trixie\nCOPY --from=tools /a /b";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from use in stage.Uses
        let named = file.FindStage(use.Name)
        where named is not null && named.Stage.Index >= stage.Stage.Index
        select At(file, use.Span, named == stage ? $"the stage '{use.Name}' uses itself" : $"the stage '{use.Name}' stands below the one that uses it", "move the stage up");
}
