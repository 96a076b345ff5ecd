using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST042.</summary>
internal sealed class PythonCacheRule() : LintRule("ST042", Severity.Warning, "the package cache of Python tools is mounted, or switched off")
{
    public override ImmutableArray<string> Aliases => ["DL3042"];

    public override string Why => "A cache in a layer is bytes that no container reads; without any, each change downloads everything again. A cache mount has neither price.";

    public override string Bad => "FROM python:3.12-slim\nRUN uv pip install --system --requirement requirements.txt";

    public override string Good => "FROM python:3.12-slim\nRUN --mount=type=cache,target=/root/.cache/uv uv pip install --system --requirement requirements.txt";

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from call in ToolCall.In(run)
        where call.IsPipInstall || call is { Tool: "uv", Verb: "sync" }
        where !run.Run.Mounts.Any(m => m.Type is "cache" or "tmpfs" && (IsCache(m, call) || IsNamed(m, stage))) && !call.Has("--no-cache", "--no-cache-dir", "-n") && !IsSwitchedOff(stage)
        select At(file, call.Command.Span, $"the cache of {call.Tool} stays in the layer", $"mount one: --mount=type=cache,target=/root/.cache/{(call.Tool == "pip" ? "pip" : "uv")}");

    private static bool IsCache(Mount mount, ToolCall call) =>
        mount.Target is { } target && (target.Contains("cache", StringComparison.Ordinal) || target == call.ValueOf("--cache-dir"));

    private static bool IsNamed(Mount mount, LintedStage stage) =>
        mount.Target is { } target && (target == stage.Variables.GetValueOrDefault("UV_CACHE_DIR") || target == stage.Variables.GetValueOrDefault("PIP_CACHE_DIR"));

    private static bool IsSwitchedOff(LintedStage stage) =>
        stage.Variables.GetValueOrDefault("PIP_NO_CACHE_DIR") is { Length: > 0 } and not ("0" or "false" or "off" or "no")
        || stage.Variables.GetValueOrDefault("UV_NO_CACHE") is { Length: > 0 } and not ("0" or "false");
}
