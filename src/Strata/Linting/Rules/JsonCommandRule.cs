using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST053.</summary>
internal sealed class JsonCommandRule() : LintRule("ST053", Severity.Warning, "CMD and ENTRYPOINT are written as JSON")
{
    public override ImmutableArray<string> Aliases => ["DL3025", "JSONArgsRecommended"];

    public override string Why => "The shell form puts a shell in front of the program: it gets the signals, the program does not, and a container is killed instead of stopped.";

    public override string Bad => "FROM debian:trixie\nCMD python3 -m app";

    public override string Good => "FROM debian:trixie\nCMD [\"python3\", \"-m\", \"app\"]";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from instruction in stage.Stage.Instructions
        let command = (instruction as CmdInstruction)?.Command ?? (instruction as EntrypointInstruction)?.Command
        where command is { IsExec: false, Words.Length: > 0 } && !command.Words[0].StartsWith("exec ", StringComparison.Ordinal)
            && stage.Find<ShellInstruction>() is null
        select At(file, instruction.Span, $"{instruction.Keyword} starts a shell that keeps the signals to itself", "write it as JSON: [\"program\", \"argument\"]");
}
