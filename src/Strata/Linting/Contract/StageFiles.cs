using Strata.Dockerfiles;

namespace Strata.Linting.Contract;

/// <summary>Finds the file of the repository that a path of a stage means: mounted for a RUN, or copied before it.</summary>
internal static class StageFiles
{
    /// <summary>The file or directory of the repository; null when the path comes from elsewhere.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="run">The RUN that uses the path.</param>
    /// <param name="path">Absolute, or relative to where the RUN runs.</param>
    public static string? Find(LintedStage stage, RunInstruction run, string path)
    {
        var absolute = Absolute(stage, run, path);
        foreach (var mount in run.Mounts.Where(m => m is { Type: "bind", From: null, Target: not null }).Reverse())
        {
            if (Rest(Absolute(stage, run, stage.Expand(mount.Target!)), absolute) is { } rest)
            {
                return InContext(stage.File, Join(stage.Expand(mount.Source ?? ""), rest));
            }
        }

        return stage.Chain.Select(s => Copied(s, s == stage ? run : null, absolute)).OfType<string>().FirstOrDefault();
    }

    /// <summary>The path of the repository that a path of the build context is; null when nothing stands there.</summary>
    public static string? InContext(LintedFile file, string path)
    {
        var inRepository = GoPath.BelowRoot(Join(file.Image?.Context ?? ".", GoPath.BelowRoot(path)));
        return file.Fleet?.Tree.Find(inRepository.Length == 0 ? "." : inRepository) is { Kind: not TreeEntryKind.Link } ? inRepository : null;
    }

    /// <summary>The directory in which an instruction of the stage runs; at its end for null.</summary>
    public static string Workdir(LintedStage stage, Instruction? until)
    {
        var directory = stage.Base is { } below ? Workdir(below, null) : "/";
        foreach (var workdir in stage.Stage.Instructions.TakeWhile(i => !ReferenceEquals(i, until)).OfType<WorkdirInstruction>())
        {
            directory = GoPath.Clean(Join(directory, stage.Expand(workdir.Directory.Text)));
        }

        return directory;
    }

    /// <summary>One path below another, unless it is absolute.</summary>
    public static string Join(string directory, string path) =>
        path.StartsWith('/') ? path : path.Length == 0 ? directory : directory is "" or "." ? path : directory.TrimEnd('/') + "/" + path;

    private static string Absolute(LintedStage stage, Instruction at, string path) => GoPath.Clean(Join(Workdir(stage, at), path));

    // The last COPY counts.
    private static string? Copied(LintedStage stage, Instruction? before, string absolute)
    {
        foreach (var copy in stage.Stage.Instructions.TakeWhile(i => !ReferenceEquals(i, before)).OfType<FileInstruction>().Reverse())
        {
            if (copy is CopyInstruction { From: not null })
            {
                continue;
            }

            var target = Absolute(stage, copy, stage.Expand(copy.Destination.Text));
            var isDirectory = copy.Destination.Text.EndsWith('/') || copy.Destination.Text is "." or ".." || copy.Sources.Length > 1;
            foreach (var source in copy.Sources.SelectMany(s => Sources(stage, s.Text)))
            {
                var from = InContext(stage.File, source);
                var isFile = from is not null && stage.File.Fleet!.Tree.Find(from)?.Kind == TreeEntryKind.File;
                var place = isFile && isDirectory ? Join(target, source[(source.LastIndexOf('/') + 1)..]) : target;
                if (from is not null && Rest(place, absolute) is { } rest && (rest.Length == 0 || !isFile) && InContext(stage.File, Join(source, rest)) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>The sources of a COPY as paths of the context; patterns match in one directory only.</summary>
    internal static IEnumerable<string> Sources(LintedStage stage, string written)
    {
        var source = GoPath.BelowRoot(stage.Expand(written));
        if (!GoPath.HasWildcards(source))
        {
            return [source];
        }

        var slash = source.LastIndexOf('/');
        var (directory, pattern) = slash < 0 ? ("", source) : (source[..slash], source[(slash + 1)..]);
        return GoPath.HasWildcards(directory) || InContext(stage.File, directory) is not { } inRepository ? []
            : stage.File.Fleet!.Tree.List(inRepository.Length == 0 ? "." : inRepository)
                .Select(e => e.Path[(e.Path.LastIndexOf('/') + 1)..])
                .Where(n => GoPath.Match(pattern, n) == true)
                .Select(n => Join(directory, n));
    }

    // What is behind the directory; "" for the directory itself.
    private static string? Rest(string directory, string path) =>
        path == directory ? ""
        : directory == "/" ? path[1..]
        : path.StartsWith(directory + "/", StringComparison.Ordinal) ? path[(directory.Length + 1)..]
        : null;
}
