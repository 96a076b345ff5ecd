using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Strata.Oci;

namespace Strata.Dockerfiles;

/// <summary>Finds what a Dockerfile's instructions can read of the build context: COPY, ADD and bind mounts of the stages that are built.</summary>
public static partial class ContextReads
{
    /// <summary>What building takes from the context; where a variable's value cannot be known, the whole context.</summary>
    /// <param name="file">The Dockerfile.</param>
    /// <param name="references">The stages that are built.</param>
    /// <param name="buildArgs">Build arguments.</param>
    /// <param name="platform">What is built for.</param>
    /// <param name="inherited">Triggers (ONBUILD) that an image from outside the file brings to the stage that starts from it; null for none.</param>
    public static ImmutableArray<ContextRead> Find(
        Dockerfile file,
        DockerfileReferences references,
        IReadOnlyDictionary<string, string> buildArgs,
        Platform platform,
        Func<Stage, IEnumerable<Instruction>>? inherited = null)
    {
        var reads = ImmutableArray.CreateBuilder<ContextRead>();
        foreach (var (stage, scope) in StageScope.Create(file, references, buildArgs, platform))
        {
            foreach (var instruction in (inherited?.Invoke(stage) ?? []).Concat(scope.Triggers).Concat(stage.Instructions))
            {
                switch (instruction)
                {
                    case CopyInstruction { From: null } copy:
                        reads.AddRange(copy.Sources.Select(s => Source(copy, s.Text, copy.Parents, scope)));
                        break;
                    case AddInstruction add:
                        reads.AddRange(add.Sources.Where(s => !IsRemote(scope.Expand(s.Text))).Select(s => Source(add, s.Text, false, scope)));
                        break;
                    case RunInstruction run:
                        reads.AddRange(run.Mounts.Where(m => m is { Type: "bind", From: null }).Select(m => Mount(m, scope)));
                        break;
                    default:
                        scope.Declare(instruction);
                        break;
                }
            }
        }

        return [.. reads.Distinct()];
    }

    private static ContextRead Source(FileInstruction instruction, string source, bool parents, StageScope scope)
    {
        if (scope.Expand(source) is not { } text)
        {
            return ContextRead.Everything;
        }

        try
        {
            var except = instruction.Excludes.IsEmpty ? null : PathPatterns.Create(instruction.Excludes);
            if (!parents)
            {
                return Read(text) with { Except = except };
            }

            // '/./' says where the directories that are kept begin.
            var pivot = text.IndexOf("/./", StringComparison.Ordinal);
            var (above, below) = pivot < 0 ? ("", text) : (text[..pivot], text[(pivot + 3)..]);
            return Read(above) with { Only = PathPatterns.Create([GoPath.BelowRoot(below)]), Except = except };
        }
        catch (FormatException)
        {
            // BuildKit will refuse it, and say so better than we could.
            return ContextRead.Everything;
        }
    }

    private static ContextRead Read(string text)
    {
        var path = GoPath.BelowRoot(text);
        return GoPath.HasWildcards(path)
            ? GoPath.Match(path, "") is null ? ContextRead.Everything : new ContextRead(path, true)
            : new ContextRead(path, false);
    }

    private static ContextRead Mount(Mount mount, StageScope scope) =>
        scope.Expand(mount.Source ?? "") is { } source ? new ContextRead(GoPath.BelowRoot(source), false) : ContextRead.Everything;

    // An address that hangs on a variable may be a path as well.
    private static bool IsRemote(string? source) => source is not null && Remote().IsMatch(source);

    [GeneratedRegex(@"\A(https?://|git://|ssh://|[a-zA-Z0-9_-]+@[^:/]+:.)", RegexOptions.CultureInvariant)]
    private static partial Regex Remote();
}
