using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST050.</summary>
internal sealed class PipefailRule() : LintRule("ST050", Severity.Warning, "a RUN with a pipe fails when any part of the pipe fails")
{
    private static readonly string[] NeverFail = ["echo", "printf", "yes", "true", ":"];

    public override ImmutableArray<string> Aliases => ["DL4006"];

    public override string Why => "A shell's pipe ends as its last command does: a download that failed is unpacked as an empty file, and the layer is cached.";

    public override string Bad => "FROM debian:trixie\nRUN wget -qO- https://example.org/a.tar | tar -x";

    public override string Good =>
        """
        FROM debian:trixie
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN wget -qO- https://example.org/a.tar | tar -x
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        where !IsSafe(stage, run)
        from command in run.Commands.Where(c => c.PipedFrom is { } left && !NeverFail.Contains(left.Program)).Take(1)
        select At(file, command.PipedFrom!.Span, $"when '{command.PipedFrom.Program}' fails, the RUN goes on", "write SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] above, or set -o pipefail in it");

    private static bool IsSafe(LintedStage stage, RunScript run)
    {
        var shell = stage.Stage.Instructions.TakeWhile(i => i != run.Run).OfType<ShellInstruction>().LastOrDefault() ?? stage.Base?.Find<ShellInstruction>()?.Instruction;
        return run.Commands.Any(c => c.Program == "set" && c.Has("pipefail"))
            || (run.Run.Command.IsExec ? run.Run.Command.Words.Contains("pipefail") : shell?.Words.Contains("pipefail") == true)
            || !run.Run.Command.IsExec && shell?.Words is [var program, ..] && (program.Contains("pwsh", StringComparison.Ordinal) || program.Contains("powershell", StringComparison.Ordinal) || program.StartsWith("cmd", StringComparison.Ordinal));
    }
}
