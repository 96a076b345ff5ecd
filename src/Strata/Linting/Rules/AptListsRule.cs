using System.Collections.Immutable;
using Strata.Linting.Shell;

namespace Strata.Linting.Rules;

/// <summary>ST030.</summary>
internal sealed class AptListsRule() : LintRule("ST030", Severity.Warning, "apt's package lists stay out of the layer: in a cache mount, or removed by the same RUN")
{
    private const string Lists = "/var/lib/apt/lists";

    public override ImmutableArray<string> Aliases => ["DL3009"];

    public override string Why => "The lists are tens of megabytes that only apt reads. What a later RUN removes stays in the layer below.";

    public override string Bad =>
        """
        FROM debian:trixie
        RUN apt-get update && apt-get install --yes --no-install-recommends curl
        """;

    public override string Good =>
        """
        FROM debian:trixie
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
            --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \
            apt-get update && apt-get install --yes --no-install-recommends curl
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        where file.Reached.Contains(stage) && IsKept(stage, file)
        from run in stage.Runs
        from call in ToolCall.In(run).Where(c => c.Tool is "apt-get" or "apt" && c.Verb == "update").Take(1)
        where !run.HasCacheAt(Lists) && !run.Commands.Any(Removes)
        select At(file, call.Command.Span, "apt's package lists stay in the layer", $"mount a cache at {Lists}, or end the command with rm -rf {Lists}/*");

    // What a stage leaves behind matters only where a layer of it becomes part of the image.
    private static bool IsKept(LintedStage stage, LintedFile file) => file.Target.Chain.Contains(stage);

    private static bool Removes(ShellCommand command) =>
        command.Program == "rm" && command.Arguments.Any(a => a.Text.TrimEnd('*').TrimEnd('/') is Lists or "/var/lib/apt");
}
