using System.Collections.Immutable;
using Nuke.Common;
using Strata.Graph;

namespace Strata.Targets.Images;

/// <summary>What <c>.Image(i => i...)</c> hands out: each call adds to the image's definition. Nothing is checked here; the graph checks all together.</summary>
public sealed class ImageBuilder
{
    private readonly List<Target> _parents = [];
    private readonly List<Upstream> _upstreams = [];
    private ImageDefinition _definition;

    internal ImageBuilder(ImageDefinition definition) => _definition = definition;

    internal IReadOnlyList<Target> Parents => _parents;

    /// <summary>Stands on an image of the graph: its Dockerfile says <c>FROM</c> that image's name.</summary>
    public ImageBuilder From(Target parent)
    {
        _parents.Add(parent);
        return this;
    }

    /// <summary>Stands on an image from outside the graph.</summary>
    public ImageBuilder From(Upstream upstream)
    {
        _upstreams.Add(upstream);
        return this;
    }

    /// <summary>Copies or mounts from images of the graph (<c>COPY --from</c>, <c>RUN --mount=from</c>).</summary>
    public ImageBuilder Uses(params Target[] images)
    {
        _parents.AddRange(images);
        return this;
    }

    /// <summary>Copies or mounts from images from outside the graph.</summary>
    public ImageBuilder Uses(params Upstream[] upstreams)
    {
        _upstreams.AddRange(upstreams);
        return this;
    }

    /// <summary>Names the image; without it, it is the target's name in kebab-case.</summary>
    public ImageBuilder Name(string name) => With(_definition with { Name = name, Dockerfile = DefaultDockerfile(name) });

    /// <summary>The Dockerfile, relative to the repository root; without it <c>docker/NAME/Dockerfile</c>.</summary>
    public ImageBuilder Dockerfile(string path) => With(_definition with { Dockerfile = path });

    /// <summary>The build context, relative to the repository root; without it the root itself.</summary>
    public ImageBuilder Context(string path) => With(_definition with { Context = path });

    /// <summary>The stage to build; without it the last one.</summary>
    public ImageBuilder Stage(string stage) => With(_definition with { Stage = stage });

    /// <summary>Gives a build argument a value.</summary>
    public ImageBuilder BuildArg(string name, string value) =>
        With(_definition with { BuildArgs = _definition.BuildArgs.SetItem(name, value) });

    /// <summary>The version tag of a base image, such as <c>v1.0.1</c>.</summary>
    public ImageBuilder Version(string version) => With(_definition with { Version = version });

    /// <summary>One line for people.</summary>
    public ImageBuilder Title(string title) => With(_definition with { Title = title });

    /// <summary>A sentence for people.</summary>
    public ImageBuilder Description(string description) => With(_definition with { Description = description });

    /// <summary>A port that its service listens on.</summary>
    /// <param name="container">1-65535, inside the container.</param>
    /// <param name="published">1-65535, on the machine that runs it; unique in the graph.</param>
    public ImageBuilder Port(int container, int? published = null) =>
        With(_definition with { Ports = _definition.Ports.Add(new PortMapping(container, published)) });

    /// <summary>The HTTP path that answers 200 when the service is well.</summary>
    public ImageBuilder Health(string path) => With(_definition with { Health = path });

    /// <summary>How big the image may be, with all that it stands on; <c>Analyze --check</c> holds it against that.</summary>
    /// <param name="mb">Megabytes (1,000,000 bytes) of its layers as a registry stores them; at least 1.</param>
    public ImageBuilder Budget(int mb) => With(_definition with { Budget = mb > 0 ? mb * 1_000_000L : throw new ArgumentOutOfRangeException(nameof(mb), mb, "a budget is at least 1 MB") });

    /// <summary>Says that a supply cannot carry the image, and why; it is then left out with that reason.</summary>
    public ImageBuilder NotFrom(Supply supply, string reason) =>
        With(_definition with { Unavailable = _definition.Unavailable.SetItem(supply, reason) });

    /// <summary>The finished value.</summary>
    /// <param name="nameOf">Gives a parent's image name.</param>
    internal ImageDefinition Build(Func<Target, string> nameOf) => _definition with
    {
        Parents = [.. _parents.Select(nameOf).Distinct()],
        Upstreams = [.. _upstreams.Distinct()],
    };

    internal static string DefaultDockerfile(string name) => $"docker/{name}/Dockerfile";

    private ImageBuilder With(ImageDefinition definition)
    {
        _definition = definition;
        return this;
    }
}
