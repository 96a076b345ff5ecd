using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST054.</summary>
internal sealed class OneOfEachRule() : LintRule("ST054", Severity.Warning, "a stage has one CMD, one ENTRYPOINT and one HEALTHCHECK")
{
    public override ImmutableArray<string> Aliases => ["DL4003", "DL4004", "DL3012", "MultipleInstructionsDisallowed"];

    public override string Why => "Only the last one holds; the others only look as if they did.";

    public override string Bad => "FROM debian:trixie\nCMD [\"a\"]\nCMD [\"b\"]";

    public override string Good => "FROM debian:trixie\nCMD [\"b\"]";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from same in stage.Stage.Instructions.Where(i => i is CmdInstruction or EntrypointInstruction or HealthcheckInstruction).GroupBy(i => i.Keyword)
        from instruction in same.SkipLast(1)
        select At(file, instruction.Span, $"the {same.Key} at line {same.Last().Span.StartLine} takes its place", "take it away");
}
