using System.Collections.Immutable;
using Nuke.Common;
using Strata.Graph;

namespace Strata.Targets.Images;

/// <summary>What <c>.Image(i => i...)</c> hands out: each call adds to the image's definition. Nothing is checked here; the graph checks all together.</summary>
public sealed class ImageBuilder
{
    private readonly List<Target> _parents = [];
    private readonly List<Upstream> _upstreams = [];
    private readonly List<(Target Service, string? Variable, string Value)> _needs = [];
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

    /// <summary>A Git repository that its Dockerfile copies or mounts from: <c>COPY --from=src . /app</c>.</summary>
    /// <param name="name">The name in the Dockerfile.</param>
    /// <param name="url">Where it is cloned from: <c>https://</c> with <c>.git</c> at its end, or <c>git://</c>.</param>
    /// <param name="commit">The commit's full id, 40 hexadecimal digits; a branch or tag is refused.</param>
    public ImageBuilder Source(string name, string url, string commit) =>
        With(_definition with { Sources = _definition.Sources.Add(new GitSource(name, url, commit)) });

    /// <summary>A secret that <c>RUN --mount=type=secret,id=...</c> reads while the image is built; it is in no layer, argument, environment or log.</summary>
    /// <param name="id">The id in the Dockerfile.</param>
    /// <param name="variable">The environment variable of the caller that holds it.</param>
    public ImageBuilder Secret(string id, string variable) => With(_definition with { Secrets = _definition.Secrets.Add(new BuildSecret(id, variable, null)) });

    /// <summary>A secret out of a file of the caller's machine.</summary>
    /// <param name="id">The id in the Dockerfile.</param>
    /// <param name="path">Absolute, below <c>~/</c>, or relative to the repository root.</param>
    public ImageBuilder SecretFile(string id, string path) => With(_definition with { Secrets = _definition.Secrets.Add(new BuildSecret(id, null, path)) });

    /// <summary>Builds the image on another machine, while the rest of a call is built on this one; <c>--remote</c> takes all to the machine that it names.</summary>
    /// <param name="host"><c>user@host:port</c>, or a name of the ssh config; null for this machine.</param>
    public ImageBuilder On(string? host) => With(_definition with { Host = host });

    /// <summary>A directory that outlives the container: it gets a named volume.</summary>
    /// <param name="path">Absolute, inside the container.</param>
    /// <param name="shared">The volume's name, which other images that write it too share; without it the volume is the image's own.</param>
    public ImageBuilder Volume(string path, string? shared = null) => With(c => c with
    {
        Volumes = c.Volumes.Add(path),
        SharedVolumes = shared is null ? c.SharedVolumes : c.SharedVolumes.SetItem(path, shared),
    });

    /// <summary>A directory in memory beside <c>/tmp</c>, which every container has.</summary>
    /// <param name="path">Absolute, inside the container.</param>
    /// <param name="options">Mount options as docker takes them, such as <c>exec,size=64m</c>.</param>
    public ImageBuilder Tmpfs(string path, string? options = null) => With(c => c with { Tmpfs = c.Tmpfs.Add(new TmpfsMount(path, options)) });

    /// <summary>A variable that containers run with; it is no part of the image.</summary>
    public ImageBuilder Environment(string name, string value) => With(c => c with { Environment = c.Environment.SetItem(name, value) });

    /// <summary>How the service is told where to listen when it shares its machine's network; without it by HOST and PORT. The first call replaces these.</summary>
    /// <param name="variable">The variable that the service reads.</param>
    /// <param name="value">Its value, with <c>{host}</c>, <c>{port}</c> (where the first port is published) or <c>{port:8384}</c> (where the container's 8384 is).</param>
    public ImageBuilder Listen(string variable, string value) => With(c => c with
    {
        Listen = (ReferenceEquals(c.Listen, ContainerDefinition.Default.Listen) ? c.Listen.Clear() : c.Listen).SetItem(variable, value),
    });

    /// <summary>Makes the whole root file system writable, which is read-only else; better is a <see cref="Volume"/> or <see cref="Tmpfs"/>.</summary>
    /// <param name="reason">Why it has to be.</param>
    public ImageBuilder Writable(string reason) => With(c => c with { WritableBecause = reason });

    /// <summary>Starts as root and drops its privileges, as s6 does; each process that serves then has to run as another user.</summary>
    /// <param name="reason">Why it has to.</param>
    public ImageBuilder RunsAsRoot(string reason) => With(c => c with { RootBecause = reason });

    /// <summary>Gives its containers GPUs.</summary>
    /// <param name="gpus">As <c>docker run --gpus</c> takes them.</param>
    public ImageBuilder Gpus(string gpus = "all") => With(c => c with { Gpus = gpus });

    /// <summary>A request that the service answers when it does its work; <c>Verify</c> asks it.</summary>
    /// <param name="path">From <c>/</c>, with the query.</param>
    /// <param name="contains">A text that the answer has to contain.</param>
    /// <param name="method">The method, in capitals; without it GET, or POST with a body.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="contentType">The body's media type.</param>
    /// <param name="status">The status that is expected.</param>
    /// <param name="port">The container's port that is asked; without it the first.</param>
    public ImageBuilder Smoke(
        string path, string? contains = null, string? method = null, string? body = null, string contentType = "application/json", int status = 200, int? port = null) =>
        With(c => c with
        {
            Smokes = c.Smokes.Add(new SmokeRequest(path)
            {
                Method = method ?? (body is null ? "GET" : "POST"),
                Body = body,
                ContentType = contentType,
                Status = status,
                Contains = contains,
                Port = port,
            }),
        });

    /// <summary>A command that ends with 0 in an image that is well, such as <c>python3 -c "import torch"</c>; <c>Verify</c> runs it with <c>sh -c</c>.</summary>
    public ImageBuilder Check(string command) => With(c => c with { Checks = c.Checks.Add(command) });

    /// <summary>Verifies the image before those that stand on it are built.</summary>
    public ImageBuilder Verified() => With(_definition with { IsVerified = true });

    /// <summary>A service of the graph that has to run first.</summary>
    /// <param name="service">Its target.</param>
    /// <param name="variable">The variable that tells where it answers.</param>
    /// <param name="value">The variable's value, with <c>{host}</c> and <c>{port}</c>; without it <c>http://{host}:{port}</c>.</param>
    public ImageBuilder Needs(Target service, string? variable = null, string value = ServiceNeed.DefaultValue)
    {
        _needs.Add((service, variable, value));
        return this;
    }

    /// <summary>A service from outside that it asks: its variable is handed on from the caller's environment.</summary>
    public ImageBuilder Needs(ExternalService service) => With(c => c with { External = c.External.Add(service) });

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
        Container = _definition.Container with { Needs = [.. _needs.Select(n => new ServiceNeed(nameOf(n.Service), n.Variable, n.Value))] },
    };

    internal static string DefaultDockerfile(string name) => $"docker/{name}/Dockerfile";

    private ImageBuilder With(Func<ContainerDefinition, ContainerDefinition> change) => With(_definition with { Container = change(_definition.Container) });

    private ImageBuilder With(ImageDefinition definition)
    {
        _definition = definition;
        return this;
    }
}
