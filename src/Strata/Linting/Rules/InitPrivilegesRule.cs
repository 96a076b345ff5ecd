using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST022.</summary>
internal sealed class InitPrivilegesRule() : LintRule("ST022", Severity.Error, "services below s6's /init drop root's privileges")
{
    public override string Why => "s6-overlay's /init has to start as root, so USER is no measure for such an image: each service's run script has to step down.";

    public override string Bad =>
        """
        === app
        FROM debian:trixie
        COPY <<E /etc/s6-overlay/s6-rc.d/app/run
        exec python3 -m app
        E
        ENTRYPOINT ["/init"]
        """;

    public override string Good =>
        """
        === app
        FROM debian:trixie
        COPY <<E /etc/s6-overlay/s6-rc.d/app/run
        exec s6-setuidgid app python3 -m app
        E
        ENTRYPOINT ["/init"]
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        if (file.Fleet is null || !InitEntrypoint.Has(file.Target))
        {
            yield break;
        }

        // A user that is not root starts /init itself; else the scripts in the Dockerfile and in what it copies have to step down.
        var user = file.Target.Find<UserInstruction>();
        var isRoot = user is null || user.Stage.Expand(user.Instruction.User.Text).Split(':')[0] is "root" or "0";
        if (isRoot && !file.Target.Chain.Any(s => s.Stage.Instructions.Any(i => StepsDown(s, i))))
        {
            yield return At(
                file, file.Target.Stage.From.Span, "/init runs as root and no service of the image drops its privileges",
                "start each service with s6-setuidgid and a user of its own");
        }
    }

    private static bool StepsDown(LintedStage stage, Instruction instruction)
    {
        var written = stage.File.Dockerfile.TextOf(instruction.Span);
        return IsStep(written)
            || instruction is FileInstruction copy && stage.File is { Fleet: { } fleet, Image: { } image }
                && copy.Sources.Any(s => Scripts(fleet.Tree, Combine(image.Context, s.Text), 0).Any(p => IsStep(fleet.Tree.ReadText(p))));
    }

    private static bool IsStep(string text) =>
        text.Contains("s6-setuidgid", StringComparison.Ordinal) || text.Contains("s6-applyuidgid", StringComparison.Ordinal) || text.Contains("gosu ", StringComparison.Ordinal);

    private static string Combine(string context, string path) => context.TrimEnd('/') is "." or "" ? path.TrimStart('/') : $"{context.TrimEnd('/')}/{path.TrimStart('/')}";

    private static IEnumerable<string> Scripts(IFileTree tree, string path, int depth) => tree.Find(path.TrimEnd('/')) switch
    {
        { Kind: TreeEntryKind.File } when path.EndsWith("/run", StringComparison.Ordinal) => [path],
        { Kind: TreeEntryKind.Directory } when depth < 8 => tree.List(path.TrimEnd('/')).SelectMany(e => Scripts(tree, e.Path, depth + 1)),
        _ => [],
    };
}
