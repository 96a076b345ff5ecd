using System.Collections.Immutable;

namespace Strata.Graph;

/// <summary>An image as its author declares it: a value, not yet checked against Dockerfiles or other images.</summary>
public sealed record ImageDefinition
{
    /// <summary>The image's name: its repository's last part and its name in Dockerfiles (kebab-case).</summary>
    public required string Name { get; init; }

    /// <summary>The Nuke target that is this image (<c>SvcOcr</c>).</summary>
    public required string Target { get; init; }

    /// <summary>Where it is declared; null for images made by programs (tests, benchmarks).</summary>
    public SourcePlace? Origin { get; init; }

    /// <summary>How problems name its declaration: <c>build/Build.Images.cs:12: image 'svc-ocr'</c>.</summary>
    public string Place => Origin is { } origin ? $"{origin}: image '{Name}'" : $"image '{Name}'";

    /// <summary>Names of the images of the graph that it stands on or copies from, in the order declared.</summary>
    public ImmutableArray<string> Parents { get; init; } = [];

    /// <summary>The images from outside the graph that it may use.</summary>
    public ImmutableArray<Upstream> Upstreams { get; init; } = [];

    /// <summary>The Dockerfile, relative to the repository root.</summary>
    public required string Dockerfile { get; init; }

    /// <summary>The build context, relative to the repository root.</summary>
    public string Context { get; init; } = ".";

    /// <summary>The stage to build; null for the last one.</summary>
    public string? Stage { get; init; }

    /// <summary>Build arguments by name.</summary>
    public ImmutableSortedDictionary<string, string> BuildArgs { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The version tag of a base image, such as <c>v1.0.1</c>; null takes the invocation's tag.</summary>
    public string? Version { get; init; }

    /// <summary>One line for people, label <c>org.opencontainers.image.title</c>; null takes the name.</summary>
    public string? Title { get; init; }

    /// <summary>A sentence for people, label <c>org.opencontainers.image.description</c>.</summary>
    public string? Description { get; init; }

    /// <summary>Ports that its service listens on.</summary>
    public ImmutableArray<PortMapping> Ports { get; init; } = [];

    /// <summary>The HTTP path that answers 200 when the service is well, on the first port.</summary>
    public string? Health { get; init; }

    /// <summary>Git repositories that its Dockerfile copies or mounts from.</summary>
    public ImmutableArray<GitSource> Sources { get; init; } = [];

    /// <summary>What it is given while it is built, and does not keep.</summary>
    public ImmutableArray<BuildSecret> Secrets { get; init; } = [];

    /// <summary>The machine that builds it, as users name one for ssh (<c>user@host:port</c>, or a name of their ssh config); null for the one that the call is made on.</summary>
    public string? Host { get; init; }

    /// <summary>How a container of it runs.</summary>
    public ContainerDefinition Container { get; init; } = ContainerDefinition.Default;

    /// <summary>Its checks have to pass before images that stand on it are built.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Whether it says how to tell that it is well.</summary>
    public bool CanBeVerified => !Container.Checks.IsEmpty || !Ports.IsEmpty && (Health is not null || !Container.Smokes.IsEmpty);

    /// <summary>Bytes that its layers may have as a registry stores them, the parents' included; null for any.</summary>
    public long? Budget { get; init; }

    /// <summary>Supplies that cannot carry the image, each with the reason that users see.</summary>
    public ImmutableSortedDictionary<Supply, string> Unavailable { get; init; } = ImmutableSortedDictionary<Supply, string>.Empty;
}
