using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Locks the Python packages of images that are installed from a lock.</summary>
public interface ILockDependencies : IHazImages, IHazBuildHost
{
    /// <summary>The Dockerfile with a stage for each tool, <c>uv</c> and <c>poetry</c>, whose result is the lock alone; relative to the root.</summary>
    string LocksDockerfile => "docker/locks.Dockerfile";

    /// <summary>Writes every uv.lock and poetry.lock that a Dockerfile reads.</summary>
    Target LockDependencies => _ => _
        .Description("Resolves Python packages where PyPI answers, and writes the uv.lock and poetry.lock files that Dockerfiles read")
        .Executes(() => DependencyLockTargets.Run(StrataSession.Of(this), LocksDockerfile));
}
