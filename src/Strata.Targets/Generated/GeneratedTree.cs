using Strata.Engine.Hosts;
using Strata.Workflows;

namespace Strata.Targets.Generated;

/// <summary>Generated files as they stand in a repository.</summary>
internal static class GeneratedTree
{
    private static readonly (string Folder, string Pattern)[] Folders =
    [
        (".gitea/workflows", "*.yml"),
        (".github/workflows", "*.yml"),
        (Workflows.Editors.RiderConfiguration.Folder, "*" + Workflows.Editors.RiderConfiguration.Extension),
    ];

    /// <summary>Writes what differs.</summary>
    /// <returns>The paths that were written.</returns>
    public static IReadOnlyList<string> Write(string root, IEnumerable<GeneratedFile> files, CancellationToken cancellation)
    {
        var written = new List<string>();
        foreach (var file in files.Where(f => Read(root, f.Path) != f.Text && !IsForeign(root, f)))
        {
            var path = Path.Combine(root, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.WriteAsync(path, file.Text, isPrivate: false, cancellation).GetAwaiter().GetResult();
            written.Add(file.Path);
        }

        return written;
    }

    /// <summary>What differs from what the files should be.</summary>
    public static IEnumerable<Problem> Differences(string root, IReadOnlyCollection<GeneratedFile> files)
    {
        const string next = "run ./build.sh GenerateWorkflows and commit what it writes";
        foreach (var file in files.Where(f => !IsForeign(root, f)))
        {
            var text = Read(root, file.Path);
            if (text is null)
            {
                yield return new Problem(file.Path, "is missing", next);
            }
            else if (text != file.Text)
            {
                yield return new Problem(file.Path, "differs from what the build class says", next, LineDiff.Render(text, file.Text).TrimEnd());
            }
        }

        foreach (var path in Stale(root, files))
        {
            yield return new Problem(path, "was generated for something that is no longer there", next);
        }
    }

    /// <summary>Files that were generated once, and would not be now.</summary>
    public static IEnumerable<string> Stale(string root, IReadOnlyCollection<GeneratedFile> files) => Folders
        .Where(f => Directory.Exists(Path.Combine(root, f.Folder)))
        .SelectMany(f => Directory.EnumerateFiles(Path.Combine(root, f.Folder), f.Pattern))
        .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
        .Where(path => files.All(f => f.Path != path))
        .Where(path => Read(root, path) is { } text && (text.Contains(GeneratedFile.Mark, StringComparison.Ordinal) || text.Contains(Workflows.Editors.RiderConfiguration.Mark, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);

    /// <summary>Somebody has written a file of their own there, and keeps it.</summary>
    public static bool IsForeign(string root, GeneratedFile file) =>
        file.OwnMark is { } mark && Read(root, file.Path) is { } text && !text.Contains(mark, StringComparison.Ordinal);

    // A checkout may have turned the ends of lines into Windows'.
    private static string? Read(string root, string path) =>
        Path.Combine(root, path) is var file && File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : null;
}
