using System.Collections.Immutable;
using Strata.Dockerfiles;
using Strata.Oci;

namespace Strata.Graph;

/// <summary>What building one image takes from the graph's supply.</summary>
/// <param name="Image">The image.</param>
/// <param name="Dockerfile">Its Dockerfile, read.</param>
/// <param name="BuildArgs">Its build arguments, the supply's included where the Dockerfile declares it.</param>
/// <param name="References">The stages that are built and the names that they use; null when the supply cannot carry the image.</param>
/// <param name="Contexts">What those names stand for, each key once; empty when the supply cannot carry the image.</param>
public sealed record ImageInputs(
    ImageDefinition Image,
    Dockerfile Dockerfile,
    ImmutableSortedDictionary<string, string> BuildArgs,
    DockerfileReferences? References,
    ImmutableArray<NamedContext> Contexts)
{
    /// <summary>The Dockerfile is a symbolic link to another file of the repository, which BuildKit would not follow out of its folder.</summary>
    public bool IsDockerfileLinked { get; init; }
}

/// <summary>A name that a Dockerfile uses, and what has to stand behind it.</summary>
/// <param name="Key">The name as BuildKit looks it up: familiar form, <c>:latest</c> dropped; the key of a named context overrides it.</param>
/// <param name="Source">What stands behind it.</param>
public sealed record NamedContext(string Key, ImageSource Source);

/// <summary>Where what a Dockerfile uses by name comes from.</summary>
public abstract record ImageSource
{
    private ImageSource()
    {
    }

    /// <summary>An image of the graph.</summary>
    /// <param name="Image">Its name.</param>
    public sealed record Parent(string Image) : ImageSource;

    /// <summary>An image from outside.</summary>
    /// <param name="Upstream">As declared.</param>
    /// <param name="Digest">The digest that the Dockerfile itself fixes; null when it names a tag only.</param>
    public sealed record External(Upstream Upstream, Digest? Digest) : ImageSource;

    /// <summary>A Git repository.</summary>
    /// <param name="Source">As declared.</param>
    public sealed record Git(GitSource Source) : ImageSource;
}
