using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.Running;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Services that run on the host of <c>--remote</c> as long as their call, their ports forwarded to this machine.</summary>
internal static class RemoteRun
{
    /// <summary>Starts services and waits until Ctrl-C; then nothing of them is left there but their named volumes.</summary>
    /// <param name="place">The host.</param>
    /// <param name="images">In the order in which they start.</param>
    /// <param name="locks">A folder of the clone, in which the call says which services it runs.</param>
    /// <param name="onStarted">Hears of each that is well.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StrataException">
    /// A service cannot be started, ended by itself or is run by another call, a port of this machine is taken, the host was lost or its sshd forwards nothing.
    /// </exception>
    public static async Task RunAsync(ContainerPlace place, ImmutableArray<RunnableImage> images, string locks, Action<ContainerState, bool> onStarted, CancellationToken cancellation)
    {
        // There they answer on loopback only: whoever is to reach them does so at this machine's address.
        var (host, settings) = (place.Place.Host, place.Settings with { Bind = IPAddress.Loopback });
        var services = new ServiceRun(place.Containers, place.Engine, settings);
        var forwards = new Dictionary<int, PortForward>();
        var held = new List<FileLock>();
        try
        {
            var engine = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await place.Containers.FindIdAsync(cancellation))))[..12];
            foreach (var name in images.Select(i => i.Definition.Name))
            {
                held.Add(Take(name, engine));
            }

            // A port that cannot be had is told before anything there is touched.
            foreach (var port in images.SelectMany(i => i.Definition.Ports).Select(p => p.Published).OfType<int>())
            {
                await ForwardAsync(port);
            }

            await services.CleanAsync([.. images.Select(i => i.Definition.Name)], withVolumes: false, cancellation);
            await using var keeper = await ServiceKeeper.StartAsync(host, place.Engine, settings, $"^{settings.Names.Network}$", cancellation);
            var started = new ConcurrentBag<ContainerState>();
            await services.StartAsync(images, (state, _) => started.Add(state), cancellation);

            // Who builds there waits for builds, not for services.
            await place.Place.UnlockAsync();
            foreach (var state in started.OrderBy(s => s.Image, StringComparer.Ordinal))
            {
                foreach (var port in state.Ports.Select(p => p.Port).OfType<int>())
                {
                    await ForwardAsync(port);
                }

                onStarted(state with { Ports = [.. state.Ports.Select(p => p with { Host = place.Settings.Bind })] }, true);
            }

            ConsoleOutput.Progress.WriteLine($"{images.Length} {(images.Length == 1 ? "service runs" : "services run")} on {host.Name}, reached through this call · Ctrl-C ends all");
            var (container, exitCode) = await keeper.AwaitEndAsync(cancellation);
            var image = images.FirstOrDefault(i => settings.Names.Container(i.Definition.Name) == container)?.Definition.Name ?? container;
            throw new StrataException(ExitCode.BuildFailed, new Problem(
                $"service '{image}'", $"its container on {host.Name} ended with exit code {exitCode}", null, await place.Containers.LastLinesAsync(container, cancellation)));
        }
        finally
        {
            foreach (var forward in forwards.Values)
            {
                await forward.DisposeAsync();
            }

            held.ForEach(h => h.Dispose());
        }

        // Of two calls each would take the other's containers away, by whatever names they have the host.
        FileLock Take(string image, string engine) =>
            Path.Combine(locks, $"{image}-{engine}.lock") is var path && FileLock.TryTake(path, "./build.sh Run --remote") is { } taken ? taken : throw new StrataException(
                ExitCode.BuildFailed, new Problem($"service '{image}'", $"it runs on {host.Name} already, for another call of this clone ({FileLock.Holder(path)})", "end that one first"));

        async Task ForwardAsync(int port)
        {
            if (!forwards.ContainsKey(port))
            {
                await host.FindPortAsync(new IPEndPoint(settings.Bind, port), cancellation);
                forwards.Add(port, PortForward.Start(host, new IPEndPoint(place.Settings.Bind, port), new IPEndPoint(settings.Bind, port)));
            }
        }
    }
}
