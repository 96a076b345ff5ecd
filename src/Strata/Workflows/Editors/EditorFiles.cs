using System.Collections.Immutable;

namespace Strata.Workflows.Editors;

/// <summary>Run configurations of Rider, Visual Studio Code and Visual Studio, one for each target.</summary>
public static class EditorFiles
{
    /// <summary>The files.</summary>
    /// <param name="targets">What the editors offer, in this order.</param>
    /// <param name="project">The build project, relative to the repository root, with '/'.</param>
    /// <param name="framework">What it is built for, such as <c>net10.0</c>.</param>
    public static ImmutableArray<GeneratedFile> Create(IReadOnlyCollection<EditorTarget> targets, string project, string framework) =>
    [
        .. targets.Select(t => RiderConfiguration.Create(t, project, framework)),
        VisualStudioCode.Tasks(targets, project),
        VisualStudioCode.Launch(targets, project),
        LaunchSettings.Create(targets, project),
    ];
}
