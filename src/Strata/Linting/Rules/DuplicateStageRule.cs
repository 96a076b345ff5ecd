using System.Collections.Immutable;

namespace Strata.Linting.Rules;

/// <summary>ST013.</summary>
internal sealed class DuplicateStageRule() : LintRule("ST013", Severity.Error, "each stage has a name of its own")
{
    public override ImmutableArray<string> Aliases => ["DL3024", "DuplicateStageName"];

    public override string Why => "Of two stages with one name COPY takes the last and FROM the nearest above: readers cannot tell which one they see.";

    public override string Bad => "FROM debian:trixie AS tools\nFROM debian:trixie AS tools";

    public override string Good => "FROM debian:trixie AS tools\nFROM debian:trixie AS final";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        file.Stages.Where(s => s.Stage.Name is not null)
            .GroupBy(s => s.Stage.Name)
            .SelectMany(g => g.Skip(1).Select(s => At(
                file, s.Stage.From.Span, $"there is a stage '{g.Key}' already, at line {g.First().Stage.From.Span.StartLine}", "give it another name")));
}
