using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST055.</summary>
internal sealed class ConsecutiveRunRule() : LintRule("ST055", Severity.Note, "commands that belong together are one RUN")
{
    public override ImmutableArray<string> Aliases => ["DL3059"];

    public override string Why => "Each RUN is a layer: what one makes and the next removes is stored and pulled all the same.";

    public override string Bad => "FROM debian:trixie\nRUN mkdir /data\nRUN chown 10001 /data";

    public override string Good => "FROM debian:trixie\nRUN mkdir /data && chown 10001 /data";

    // Long steps are kept apart on purpose, so that a change of one does not repeat the other: only short ones are looked at.
    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        where file.Target.Chain.Contains(stage)
        from pair in stage.Stage.Instructions.Zip(stage.Stage.Instructions.Skip(1))
        where pair.First is RunInstruction first && pair.Second is RunInstruction second && IsShort(stage, first) && IsShort(stage, second)
        select At(file, pair.Second.Span, "two RUNs in a row are two layers", "join them with &&");

    private static bool IsShort(LintedStage stage, RunInstruction run) =>
        run.Mounts.IsEmpty && run.Heredocs.IsEmpty && run is { Network: "default", Command.IsExec: false }
        && stage.Runs.First(r => r.Run == run) is { Commands: { Length: > 0 and <= 2 } } script && !ToolCall.In(script).Any();
}
