using System.Collections.Concurrent;
using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Graph;

namespace Strata.Engine.Running;

/// <summary>Starts the services of a clone, and says what runs of it.</summary>
/// <param name="containers">The engine's containers.</param>
/// <param name="engine">The engine.</param>
/// <param name="settings">The clone, and how its services run.</param>
public sealed class ServiceRun(ContainerEngine containers, EngineConnection engine, RunSettings settings)
{
    private string CloneLabel => $"{ContainerLabels.Clone}={settings.Names.Id}";

    /// <summary>The clone's services, running or not.</summary>
    public Task<ImmutableArray<ContainerState>> ListAsync(CancellationToken cancellation) =>
        containers.ListAsync([CloneLabel, $"{ContainerLabels.Role}={ContainerLabels.Service}"], cancellation);

    /// <summary>Starts services, each when what it needs is well; one that runs as it is defined goes on running.</summary>
    /// <param name="images">In the order in which they start.</param>
    /// <param name="onStarted">Hears of each that is well, and whether it was started anew.</param>
    /// <param name="cancellation">Ends the start; what runs by then goes on.</param>
    /// <exception cref="StrataException">A service cannot be started, or does not become well; those that do not need it are started all the same, and all failures are told.</exception>
    public async Task StartAsync(ImmutableArray<RunnableImage> images, Action<ContainerState, bool> onStarted, CancellationToken cancellation)
    {
        var there = (await ListAsync(cancellation).ConfigureAwait(false)).ToDictionary(c => c.Name, StringComparer.Ordinal);
        if (!engine.HostNetworkOnly)
        {
            await containers.EnsureNetworkAsync(settings.Names.Network, settings.Names.Id, cancellation).ConfigureAwait(false);
        }

        using var health = new HealthWait(containers, settings.Patience);
        var specs = new ContainerSpecs(engine, settings);
        var started = new ConcurrentDictionary<string, Task<ContainerSpec>>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            started[image.Definition.Name] = OneAsync(image);
        }

        await ((Task)Task.WhenAll(started.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        var failures = images.Select(i => started[i.Definition.Name]).Where(t => t.IsFaulted).Select(t => t.Exception!.InnerException!).ToImmutableArray();
        if (failures.FirstOrDefault(f => f is not StrataException) is { } unexpected)
        {
            throw unexpected;
        }

        if (!failures.IsEmpty)
        {
            var errors = failures.Cast<StrataException>().ToImmutableArray();
            throw new StrataException(errors[0].ExitCode, [.. errors.SelectMany(e => e.Problems)]);
        }

        async Task<ContainerSpec> OneAsync(RunnableImage image)
        {
            // What it needs stands before it.
            var needs = new Dictionary<string, ContainerSpec>(StringComparer.Ordinal);
            foreach (var need in image.Definition.Container.Needs)
            {
                needs[need.Service] = await NeedAsync(image.Definition, need.Service).ConfigureAwait(false);
            }

            var spec = specs.Service(image, needs);
            var current = there.GetValueOrDefault(spec.Name);
            var isNew = current is not { IsRunning: true } || current.Health == "unhealthy" || current.Labels.GetValueOrDefault(ContainerLabels.Configuration) != spec.Configuration;
            if (isNew && current is not null)
            {
                await containers.RemoveAsync([current.Id], cancellation).ConfigureAwait(false);
            }

            var id = isNew ? await containers.StartAsync(spec, cancellation).ConfigureAwait(false) : current!.Id;
            onStarted(await health.AwaitAsync(image.Definition, id, cancellation).ConfigureAwait(false), isNew);
            return spec;
        }

        async Task<ContainerSpec> NeedAsync(ImageDefinition image, string service)
        {
            try
            {
                return started.TryGetValue(service, out var task)
                    ? await task.ConfigureAwait(false)
                    : throw new StrataException(ExitCode.BuildFailed, new Problem($"service '{service}'", "it is not there"));
            }
            catch (StrataException)
            {
                throw new StrataException(ExitCode.BuildFailed, new Problem($"service '{image.Name}'", $"it was not started, since it needs '{service}'"));
            }
        }
    }

    /// <summary>Stops services; their containers stay until they are started anew or cleaned away.</summary>
    /// <param name="images">Names of images; null for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Those that ran.</returns>
    public async Task<ImmutableArray<ContainerState>> StopAsync(IReadOnlyCollection<string>? images, CancellationToken cancellation)
    {
        var running = (await ListAsync(cancellation).ConfigureAwait(false)).Where(c => c.IsRunning && images?.Contains(c.Image) != false).ToImmutableArray();
        await containers.StopAsync([.. running.Select(c => c.Id)], cancellation).ConfigureAwait(false);
        return running;
    }

    /// <summary>Removes services, and with all of them the clone's network.</summary>
    /// <param name="images">Names of images; null for all.</param>
    /// <param name="withVolumes">Remove what they have stored, too.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Names of the containers and volumes that are gone.</returns>
    public async Task<(ImmutableArray<string> Containers, ImmutableArray<string> Volumes)> CleanAsync(
        IReadOnlyCollection<string>? images, bool withVolumes, CancellationToken cancellation)
    {
        var ours = (await ListAsync(cancellation).ConfigureAwait(false)).Where(c => images?.Contains(c.Image) != false).ToImmutableArray();
        await containers.RemoveAsync([.. ours.Select(c => c.Id)], cancellation).ConfigureAwait(false);
        if (images is null && !engine.HostNetworkOnly)
        {
            await containers.RemoveNetworksAsync([settings.Names.Network], cancellation).ConfigureAwait(false);
        }

        ImmutableArray<string> volumes = [];
        if (withVolumes)
        {
            var all = await containers.NamesAsync("volume", $"label={CloneLabel}", cancellation).ConfigureAwait(false);
            volumes = [.. all.Where(v => images is null || images.Any(i => v.StartsWith(settings.Names.Container(i) + "-", StringComparison.Ordinal)))];
            await containers.RemoveVolumesAsync(volumes, cancellation).ConfigureAwait(false);
        }

        return ([.. ours.Select(c => c.Name)], volumes);
    }
}
