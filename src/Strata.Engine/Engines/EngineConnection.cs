using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>How the docker client of a host reaches an engine that is up.</summary>
/// <param name="Kind">Whose engine it is.</param>
/// <param name="Docker">The docker client to run, a path or a name on the host's PATH.</param>
/// <param name="Environment">Variables that each call of it needs (DOCKER_HOST, DOCKER_CONFIG, BUILDX_BUILDER ...).</param>
/// <param name="Version">The engine's version, such as <c>28.5.2</c>.</param>
/// <param name="BuildxVersion">The version of buildx, such as <c>0.29.1</c>.</param>
/// <param name="Platform">The engine's own platform, such as <c>linux/amd64</c>.</param>
/// <param name="HostNetworkOnly">RUN steps and containers have to use the host's network, since the engine has no bridge.</param>
/// <param name="Builder">The named buildx builder; null for the current one.</param>
public sealed record EngineConnection(
    EngineKind Kind,
    string Docker,
    ImmutableDictionary<string, string?> Environment,
    string Version,
    string BuildxVersion,
    string Platform,
    bool HostNetworkOnly,
    string? Builder = null)
{
    /// <summary>The engine's Unix socket on this machine, absolute; null when it is reached in another way.</summary>
    public string? Socket { get; init; }

    /// <summary>That socket's path on the host whose client reaches it; the same as <see cref="Socket"/> where the host is this machine.</summary>
    public string? HostSocket { get; init; }

    /// <summary>Buildx as a program of its own on the host, absolute: the docker client before it takes a tenth of a second. Null for <c>docker buildx</c>.</summary>
    public string? Buildx { get; init; }

    /// <summary>It keeps images by the digest of their manifest (Docker's containerd image store), so that builds can stand on them by it.</summary>
    /// <remarks>https://docs.docker.com/engine/storage/containerd/.</remarks>
    public bool KeepsManifests { get; init; }

    /// <summary>Where it keeps its images on this machine; null when that is not known.</summary>
    public ContainerdStore? Store { get; init; }

    /// <summary>A call of buildx.</summary>
    public Command BuildxCommand(params ImmutableArray<string> words) =>
        (Buildx is null ? new Command(Docker, ["buildx", .. words]) : new Command(Buildx, words)) with { Environment = Environment };

    /// <summary>What people call it: <c>docker 28.5.2</c>, <c>private docker 28.5.2</c>.</summary>
    public string Description => $"{(Kind == EngineKind.Private ? "private docker" : "docker")} {Version}";
}
