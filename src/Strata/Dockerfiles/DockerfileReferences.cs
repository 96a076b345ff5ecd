using System.Collections.Immutable;
using Strata.Oci;

namespace Strata.Dockerfiles;

/// <summary>What building a stage takes: the stages that it reaches and the names from outside that these use.</summary>
/// <param name="Target">The stage that is built.</param>
/// <param name="Stages">The stages that BuildKit solves for it, itself included, in the order of the file.</param>
/// <param name="Externals">Names that are no stage of the file, in the order of the file; <c>scratch</c> is none.</param>
public sealed record DockerfileReferences(Stage Target, ImmutableArray<Stage> Stages, ImmutableArray<ExternalReference> Externals)
{
    /// <summary>The stage that each stage of the file starts from, in the file's order; null for one that starts from outside.</summary>
    internal ImmutableArray<Stage?> Bases { private get; init; } = [];

    /// <summary>The stage that a stage starts from, variables in its name expanded; null for one that starts from outside the file.</summary>
    public Stage? BaseOf(Stage stage) => Bases[stage.Index];

    /// <summary>A stage is built for another platform than the image, or for one that cannot be told (FROM --platform).</summary>
    public bool HasOtherPlatform { get; init; }

    /// <summary>Resolves the names in FROM, COPY --from and RUN --mount from=.</summary>
    /// <param name="file">The Dockerfile.</param>
    /// <param name="buildArgs">Build arguments; those that the file does not declare change nothing.</param>
    /// <param name="platform">What is built for, and on: it gives TARGETPLATFORM, BUILDARCH and so on their values.</param>
    /// <param name="target">The stage to build; null for the last.</param>
    /// <exception cref="DefinitionException">BuildKit would refuse the file: all reasons, each with its place.</exception>
    public static DockerfileReferences Resolve(
        Dockerfile file, IReadOnlyDictionary<string, string> buildArgs, Platform platform, string? target = null) =>
        new ReferenceResolver(file, buildArgs, platform, target).Resolve();
}

/// <summary>A name from outside the file.</summary>
/// <param name="Kind">Which instruction uses it.</param>
/// <param name="Text">The name, variables expanded.</param>
/// <param name="Written">The name as written.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Stage">The stage that uses it.</param>
public sealed record ExternalReference(ReferenceKind Kind, string Text, string Written, SourceSpan Span, Stage Stage)
{
    /// <summary>The normalised reference.</summary>
    public ImageReference Reference { get; } = ImageReference.Parse(Text);
}

/// <summary>How a name is used.</summary>
public enum ReferenceKind
{
    /// <summary>A stage starts from it.</summary>
    From,

    /// <summary>Files are copied from it.</summary>
    CopyFrom,

    /// <summary>A RUN mounts it.</summary>
    MountFrom,
}
