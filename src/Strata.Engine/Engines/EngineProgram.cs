using System.Collections.Immutable;

namespace Strata.Engine.Engines;

/// <summary>A program of the private engine and the package that it comes from.</summary>
/// <param name="Package">Debian's package.</param>
/// <param name="Name">The program.</param>
/// <param name="VersionWord">What makes it print its version and end with code 0.</param>
/// <param name="Places">Where the package may have it.</param>
internal sealed record EngineProgram(string Package, string Name, string VersionWord, params ImmutableArray<string> Places)
{
    /// <summary>The oldest version of the package that we can use; null for any.</summary>
    internal Version? Minimum { get; init; }

    /// <summary>Take the machine's own suite before newer ones.</summary>
    internal bool IsOwnSuiteFirst { get; init; }

    /// <summary>All that the engine needs.</summary>
    internal static ImmutableArray<EngineProgram> All { get; } =
    [
        new("docker.io", "dockerd", "--version", "usr/sbin/dockerd") { Minimum = EngineVersions.MinimumEngine },
        new("docker.io", "docker-proxy", "-h", "usr/sbin/docker-proxy", "usr/bin/docker-proxy"),
        new("containerd", "containerd", "--version", "usr/bin/containerd"),
        new("containerd", "containerd-shim-runc-v2", "-v", "usr/bin/containerd-shim-runc-v2"),
        new("docker-cli", "docker", "--version", "usr/bin/docker"),
        new("docker-buildx", "docker-buildx", "version", "usr/libexec/docker/cli-plugins/docker-buildx", "usr/lib/docker/cli-plugins/docker-buildx")
        {
            Minimum = EngineVersions.MinimumBuildx,
        },
        // Links against what changes with each release, and any version will do.
        new("runc", "runc", "--version", "usr/sbin/runc", "usr/bin/runc") { IsOwnSuiteFirst = true },
    ];
}
