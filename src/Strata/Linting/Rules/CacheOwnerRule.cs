using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST065.</summary>
internal sealed class CacheOwnerRule() : LintRule("ST065", Severity.Error, "a cache mount belongs to the user who writes it")
{
    public override string Why => "A cache mount is root's unless it says otherwise: a user who cannot write it gets an error, or installs without a cache and nobody notices. Who the user is may be said by a parent.";

    public override string Bad =>
        """
        FROM debian:trixie
        USER 1000:1000
        RUN --mount=type=cache,target=/home/ray/.cache/uv uv pip install --system 'httpx>=0.28,<1'
        """;

    public override string Good =>
        """
        FROM debian:trixie
        USER 1000:1000
        RUN --mount=type=cache,target=/home/ray/.cache/uv,uid=1000,gid=1000 uv pip install --system 'httpx>=0.28,<1'
        """;

    public override IEnumerable<Finding> Check(LintedFile file) =>
        from stage in file.Stages
        from run in stage.Runs
        let user = stage.UserAt(run.Run)?.Split(':')[0]
        where user is { Length: > 0 } and not ("root" or "0")
        from mount in run.Run.Mounts
        where mount.Type == "cache" && !IsWritable(mount, user)
        select At(file, mount.Span, $"the user '{user}' cannot write the cache at '{mount.Target}'", $"add uid={(user.All(char.IsAsciiDigit) ? user : "...")} and gid, or USER 0 above");

    private static bool IsWritable(Mount mount, string user) =>
        mount.Value("uid") is { } uid && (!user.All(char.IsAsciiDigit) || uid == user) || mount.Value("mode") is { Length: >= 3 } mode && mode[^1] is '7' or '6';
}
