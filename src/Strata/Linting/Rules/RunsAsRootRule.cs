using System.Collections.Immutable;
using Strata.Dockerfiles;

namespace Strata.Linting.Rules;

/// <summary>ST020.</summary>
internal sealed class RunsAsRootRule() : LintRule("ST020", Severity.Error, "an image runs as an unprivileged user, its own or its parent's")
{
    public override ImmutableArray<string> Aliases => ["DL3002"];

    public override string Why =>
        "Who breaks out of a process of root is root. The user of a parent counts: a child that goes back to root to install something has to come down again.";

    public override string Bad =>
        """
        # syntax=docker/dockerfile:1.7
        FROM base-runtime
        USER root
        RUN install-something
        """;

    public override string Good =>
        """
        # syntax=docker/dockerfile:1.7
        FROM base-runtime
        USER root
        RUN install-something
        USER 10001:10001
        """;

    public override IEnumerable<Finding> Check(LintedFile file)
    {
        // Without the graph, what a parent brings is not known.
        var user = file.Target.Find<UserInstruction>();
        if (InitEntrypoint.Has(file.Target) || file.Image?.Container.RootBecause is not null || (user is null && (file.Fleet is null || IsUnprivileged(file.Target))))
        {
            yield break;
        }

        if (user is null)
        {
            yield return At(
                file, file.Target.Stage.From.Span, "no Dockerfile from here down to the upstream has a USER, so the image runs as the upstream does, which is mostly root", "end it with USER 10001:10001");
        }
        else if (IsRoot(user.Stage.Expand(user.Instruction.User.Text)))
        {
            var isOwn = user.Stage.File == file;
            yield return At(
                file, isOwn ? user.Instruction.User.Span : file.Target.Stage.From.Span,
                isOwn ? "the image runs as root" : $"the image runs as root, which is the user of its parent '{user.Stage.File.Image?.Name}'",
                "end it with USER 10001:10001");
        }
    }

    private static bool IsRoot(string user) => user.Split(':')[0] is "root" or "0";

    private static bool IsUnprivileged(LintedStage stage) =>
        stage.Root is { } root && (root.Name + root.Tag) is var name
        && (name.Contains("nonroot", StringComparison.Ordinal) || name.Contains("rootless", StringComparison.Ordinal) || name.Contains("unprivileged", StringComparison.Ordinal));
}
