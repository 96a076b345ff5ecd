using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Versioning;
using Strata.Workflows;
using Strata.Workflows.Editors;

namespace Strata.Targets.Generated;

/// <summary>What the targets that generate files do.</summary>
internal static class GenerateTargets
{
    public static void Generate(StrataSession session)
    {
        var files = Files(session);
        var written = GeneratedTree.Write(session.Root, files, session.Cancellation);
        foreach (var path in written)
        {
            System.Console.Out.WriteLine($"written {path}");
        }

        foreach (var path in GeneratedTree.Stale(session.Root, files).ToList())
        {
            File.Delete(Path.Combine(session.Root, path));
            System.Console.Out.WriteLine($"deleted {path}");
        }

        foreach (var file in files.Where(f => GeneratedTree.IsForeign(session.Root, f)))
        {
            System.Console.Out.WriteLine($"kept    {file.Path}: it was written by hand; delete it to have it generated");
        }

        System.Console.Out.WriteLine($"{files.Length} files come from the build class, {written.Count} of them changed");
    }

    /// <exception cref="DefinitionException">A file differs, with the lines in which it does.</exception>
    public static void Check(StrataSession session)
    {
        var files = Files(session);
        var problems = GeneratedTree.Differences(session.Root, files).ToImmutableArray();
        if (!problems.IsEmpty)
        {
            throw new DefinitionException(problems);
        }

        System.Console.Out.WriteLine($"{files.Length} generated files are what the build class says");
    }

    private static ImmutableArray<GeneratedFile> Files(StrataSession session) =>
    [
        .. session.Build.GetType().GetCustomAttributes<GiteaActionsAttribute>().OrderBy(a => a.Name, StringComparer.Ordinal).SelectMany(a => a.Files(session)),
        .. Editors(session),
    ];

    // A program that was built elsewhere has no project here that an editor could debug.
    private static ImmutableArray<GeneratedFile> Editors(StrataSession session) =>
        session.Build.BuildProjectFile is { } project && Path.GetRelativePath(session.Root, project).Replace('\\', '/') is var path && !path.StartsWith("..", StringComparison.Ordinal)
            ? EditorFiles.Create(session.ListedTargets, path, Framework())
            : [];

    // ".NETCoreApp,Version=v10.0" is net10.0.
    private static string Framework() => $"net{new FrameworkName(AppContext.TargetFrameworkName!).Version.ToString(2)}";
}
