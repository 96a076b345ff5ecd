using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST064.</summary>
internal sealed class CacheMountRule() : LintRule("ST064", Severity.Error, "one cache has one sharing mode and one target in all images")
{
    public override string Why =>
        "Cache mounts of one id are one directory for the whole fleet: if one image locks it and another does not, the lock protects nobody, and with another target it is another tool's layout.";

    public override string Bad =>
        """
        === a
        FROM debian:trixie
        RUN --mount=type=cache,id=apt,target=/var/cache/apt,sharing=locked a
        === b
        FROM debian:trixie
        RUN --mount=type=cache,id=apt,target=/var/cache/apt b
        """;

    public override string Good =>
        """
        === a
        FROM debian:trixie
        RUN --mount=type=cache,id=apt,target=/var/cache/apt,sharing=locked a
        === b
        FROM debian:trixie
        RUN --mount=type=cache,id=apt,target=/var/cache/apt,sharing=locked b
        """;

    public override IEnumerable<Finding> Check(LintedFile file) => file.Fleet is null ? Compare([file]) : [];

    public override IEnumerable<Finding> CheckFleet(LintedFleet fleet) => Compare(fleet.Files.DistinctBy(f => f.Dockerfile.Path));

    private IEnumerable<Finding> Compare(IEnumerable<LintedFile> files)
    {
        var first = new Dictionary<string, (LintedFile File, Mount Mount)>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var mount in file.Stages.SelectMany(s => s.Runs).SelectMany(r => r.Run.Mounts).Where(m => m.Type == "cache" && m.Target is not null))
            {
                var id = mount.Value("id") ?? mount.Target!;
                var (other, known) = first.TryAdd(id, (file, mount)) ? (file, mount) : first[id];
                var place = $"{other.Dockerfile.Path}:{known.Span.StartLine}";
                if (Sharing(mount) != Sharing(known))
                {
                    yield return At(file, mount.Span, $"the cache '{id}' is {Sharing(mount)} here and {Sharing(known)} at {place}", "give both the same sharing");
                }
                else if (mount.Target!.TrimEnd('/') != known.Target!.TrimEnd('/') && !IsHome(mount.Target, known.Target))
                {
                    yield return At(file, mount.Span, $"the cache '{id}' is mounted at '{mount.Target}' here and at '{known.Target}' at {place}", "give it one target, or two ids");
                }
            }
        }
    }

    private static string Sharing(Mount mount) => mount.Value("sharing") ?? "shared";

    // The same cache below another home: /root/.cache/uv and /home/ray/.cache/uv.
    private static bool IsHome(string one, string other) =>
        one.IndexOf("/.cache/", StringComparison.Ordinal) is >= 0 and var a && other.IndexOf("/.cache/", StringComparison.Ordinal) is >= 0 and var b && one[a..] == other[b..];
}
