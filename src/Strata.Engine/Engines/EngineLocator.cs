using System.Collections.Immutable;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>Finds the engine that builds, as the user chose.</summary>
/// <param name="host">Where the docker client runs.</param>
/// <param name="privateEngine">The private engine of that host; null for a host that is not this machine, where one that runs is only found.</param>
/// <param name="environment">Variables that lead the docker client to its engine; null for those of the host.</param>
public sealed class EngineLocator(IBuildHost host, PrivateEngine? privateEngine, ImmutableDictionary<string, string?>? environment = null)
{
    // An engine that is there answers in well under a second; one behind ssh takes a little longer.
    private static readonly TimeSpan AutoPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan DockerPatience = TimeSpan.FromSeconds(30);

    /// <summary>Connects to an engine, and starts the private one where that is the choice.</summary>
    /// <param name="choice">What the user asks for.</param>
    /// <param name="builder">A buildx builder by name, which only Docker can have; null for the current one.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="StrataException">No engine can be had (exit code 4), or a builder of the private engine is asked for (2).</exception>
    public async Task<EngineConnection> ConnectAsync(EngineChoice choice, string? builder, CancellationToken cancellation)
    {
        if (choice == EngineChoice.Private)
        {
            if (builder is not null)
            {
                throw new StrataException(ExitCode.WrongDefinition, new Problem("--builder", $"the private engine has no builder '{builder}'", "leave out one of '--engine private' and '--builder'"));
            }
            return privateEngine is not null
                ? await privateEngine.EnsureAsync(cancellation).ConfigureAwait(false)
                : await FindAsync(cancellation).ConfigureAwait(false) ?? throw new StrataException(ExitCode.Unreachable, new Problem(
                    "private engine", $"none runs on {host.Name}", "start one there with a build, or use '--engine docker'"));
        }
        var isOnlyDocker = choice == EngineChoice.Docker || builder is not null;
        var probe = await new DockerEngine(host, "docker", environment).ProbeAsync(builder, isOnlyDocker ? DockerPatience : AutoPatience, cancellation).ConfigureAwait(false);
        if (probe.Connection is { } docker)
        {
            return docker;
        }
        if (isOnlyDocker)
        {
            var problem = probe.Problem!;
            var next = problem.Next ?? InstallAdvice.Docker(await OperatingSystemRelease.ReadAsync(host, cancellation).ConfigureAwait(false));
            throw new StrataException(ExitCode.Unreachable, problem with { Next = next });
        }
        return await ElsePrivateAsync(probe.Problem!, cancellation).ConfigureAwait(false);
    }

    private async Task<EngineConnection?> FindAsync(CancellationToken cancellation) =>
        host is LocalHost ? null : await new HostEngine(host).FindAsync(DockerPatience, cancellation).ConfigureAwait(false);

    private async Task<EngineConnection> ElsePrivateAsync(Problem docker, CancellationToken cancellation)
    {
        if (privateEngine is null && await FindAsync(cancellation).ConfigureAwait(false) is { } running)
        {
            return running;
        }
        var obstacle = privateEngine is null ? $"none runs on {host.Name}" : await privateEngine.ObstacleAsync(cancellation).ConfigureAwait(false);
        if (obstacle is null)
        {
            return await privateEngine!.EnsureAsync(cancellation).ConfigureAwait(false);
        }
        var advice = InstallAdvice.Docker(await OperatingSystemRelease.ReadAsync(host, cancellation).ConfigureAwait(false));
        throw new StrataException(ExitCode.Unreachable,
        [
            docker with { Next = docker.Next ?? advice },
            new Problem("private engine", obstacle, $"on {host.Name}: {advice}"),
        ]);
    }
}
