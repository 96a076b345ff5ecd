namespace Strata.Linting.Rules;

/// <summary>ST037.</summary>
internal sealed class AptCacheSharingRule() : LintRule("ST037", Severity.Error, "cache mounts of apt are locked")
{
    public override string Why => "Two apt processes in one cache at a time corrupt it or fail on its lock: BuildKit builds stages in parallel, and cache mounts are shared unless they say otherwise.";

    public override string Bad =>
        """
        FROM debian:trixie
        RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt/lists \
            apt-get update && apt-get install --yes --no-install-recommends curl
        """;

    public override string Good =>
        """
        FROM debian:trixie
        RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked \
            apt-get update && apt-get install --yes --no-install-recommends curl
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        from mount in run.Run.Mounts
        where mount.Type == "cache" && IsApt(mount.Target) && mount.Value("sharing") is not ("locked" or "private")
        select At(
            file, mount.Span, $"the cache at '{mount.Target}' is shared, and apt must have it alone", "add sharing=locked",
            mount.Value("sharing") is null ? new TextEdit(mount.Span.End, 0, ",sharing=locked") : null);

    private static bool IsApt(string? target) =>
        target is not null && (target.StartsWith("/var/cache/apt", StringComparison.Ordinal) || target.StartsWith("/var/lib/apt", StringComparison.Ordinal));
}
