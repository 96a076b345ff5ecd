using System.Collections.Immutable;

namespace Strata.Engine.Engines;

/// <summary>The private engine's programs, unpacked and seen to run.</summary>
/// <param name="Folder">Where they stand; absolute.</param>
/// <param name="Versions">Debian's version of each package by name.</param>
internal sealed record EngineInstallation(string Folder, ImmutableSortedDictionary<string, string> Versions)
{
    /// <summary>The folder that goes on PATH.</summary>
    internal string Programs => Path.Combine(Folder, "bin");

    /// <summary>The docker client.</summary>
    internal string Docker => Path.Combine(Programs, "docker");

    /// <summary>The buildx plugin.</summary>
    internal string Buildx => Path.Combine(Programs, "docker-buildx");

    /// <summary>The version of buildx, such as <c>0.29.1</c>.</summary>
    internal string BuildxVersion => SoftwareVersion.Find(Versions["docker-buildx"])?.ToString() ?? "";

    /// <summary>The version of the engine, such as <c>28.5.2</c>.</summary>
    internal string EngineVersion => SoftwareVersion.Find(Versions["docker.io"])?.ToString() ?? "";
}
