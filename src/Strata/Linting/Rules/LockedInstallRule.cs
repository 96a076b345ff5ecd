using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST043.</summary>
internal sealed class LockedInstallRule() : LintRule("ST043", Severity.Error, "an install from a lock fails when the lock is not up to date")
{
    public override string Why => "Without the flag the tool resolves anew and writes another lock into the image: what was tested is not what is built.";

    public override string Bad => "FROM python:3.12-slim\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --no-dev";

    public override string Good => "FROM python:3.12-slim\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --no-dev --locked";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        let next = Next(call, stage)
        where next is not null
        select At(file, call.Command.Span, $"{call.Tool} {call.Verb} may install something else than the lock says", next);

    private static string? Next(ToolCall call, LintedStage stage) => (call.Tool, call.Verb) switch
    {
        ("uv", "sync" or "run" or "export") when !call.Has("--locked", "--frozen", "--no-project") && !IsSet(stage, "UV_LOCKED") && !IsSet(stage, "UV_FROZEN") => "add --locked, or --frozen",
        ("npm", "install" or "i") when call.Operands.IsEmpty && !call.Has("-g", "--global") => "write npm ci",
        ("yarn", "install") when !call.Has("--frozen-lockfile", "--immutable") => "add --immutable",
        ("poetry", "update" or "lock") => "write poetry install",
        _ => null,
    };

    private static bool IsSet(LintedStage stage, string name) => stage.Variables.GetValueOrDefault(name) is { Length: > 0 } and not ("0" or "false");
}
