using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build whose images have a registry.</summary>
public interface IHazRegistry : IHazImages
{
    /// <summary>The registry of the images; null keeps them on this machine.</summary>
    [Parameter("Registry of the images, with a path if it has one: gitea.example/harkon, docker.io/gdiamos, localhost:5000. Also from the variable REGISTRY.")]
    string? Registry => TryGetValue(() => Registry);

    /// <summary>The owner of the repositories in it.</summary>
    [Parameter("Owner of the repositories, put behind the registry; not needed when the registry has a path.")]
    string? Owner => TryGetValue(() => Owner);
}
