using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Strata.Engine.Engines;
using Strata.Graph;

namespace Strata.Engine.Running;

/// <summary>Makes containers of definitions, for what an engine can do.</summary>
/// <param name="engine">The engine.</param>
/// <param name="settings">What is the same for all.</param>
public sealed class ContainerSpecs(EngineConnection engine, RunSettings settings)
{
    private const string HostNetwork = "host";

    // Below those that Linux gives to outgoing connections.
    private const int LowestFree = 20_000;
    private const int HighestFree = 32_767;

    private readonly ConcurrentDictionary<int, bool> _given = new();

    // --health-start-interval came with engine 25.
    private readonly bool _hasStartInterval = Version.TryParse(engine.Version, out var version) && version.Major >= 25;

    /// <summary>The service as it runs until it is stopped.</summary>
    /// <param name="image">The image.</param>
    /// <param name="needs">The services that it needs, by name; they run.</param>
    /// <exception cref="DefinitionException">Its port or the address asked for cannot be had with this engine.</exception>
    public ContainerSpec Service(RunnableImage image, IReadOnlyDictionary<string, ContainerSpec> needs)
    {
        var definition = image.Definition;
        var spec = new ContainerSpec(settings.Names.Container(definition.Name), image, ContainerLabels.Service)
        {
            Network = engine.HostNetworkOnly ? HostNetwork : settings.Names.Network,
            Ports = [.. definition.Ports.Select(p => new PublishedPort(p.Container, settings.Bind, engine.HostNetworkOnly ? p.Published ?? p.Container : p.Published))],
            Volumes = definition.Container.Volumes.ToImmutableSortedDictionary(v => v, v => (string?)VolumeName(definition, v), StringComparer.Ordinal),
        };
        CheckAddress(spec);
        return Complete(spec, needs);
    }

    /// <summary>The service as it runs while it is verified: at free ports of loopback, with volumes of its own.</summary>
    /// <param name="image">The image.</param>
    /// <param name="network">The verification's network; not used where the engine has only its host's.</param>
    /// <param name="needs">The services that it needs, by name; they run.</param>
    public ContainerSpec Verification(RunnableImage image, string network, IReadOnlyDictionary<string, ContainerSpec> needs)
    {
        var definition = image.Definition;
        return Complete(
            new ContainerSpec(VerificationName(definition), image, ContainerLabels.Verification)
            {
                Network = engine.HostNetworkOnly ? HostNetwork : network,
                Ports =
                [
                    .. definition.Ports.Select((p, i) => new PublishedPort(
                        p.Container, IPAddress.Loopback, !engine.HostNetworkOnly ? 0 : IsTold(definition, i) ? FreePort() : p.Container)),
                ],
                Volumes = definition.Container.Volumes.ToImmutableSortedDictionary(v => v, _ => (string?)null, StringComparer.Ordinal),
            },
            needs);
    }

    /// <summary>A container that runs a check of an image that is no service.</summary>
    public ContainerSpec Check(RunnableImage image) => Complete(
        new ContainerSpec(VerificationName(image.Definition), image, ContainerLabels.Verification)
        {
            Network = engine.HostNetworkOnly ? HostNetwork : "none",
            Volumes = image.Definition.Container.Volumes.ToImmutableSortedDictionary(v => v, _ => (string?)null, StringComparer.Ordinal),
        },
        ImmutableDictionary<string, ContainerSpec>.Empty);

    private string VolumeName(ImageDefinition image, string path) =>
        image.Container.SharedVolumes.TryGetValue(path, out var shared) ? settings.Names.SharedVolume(shared) : settings.Names.Volume(image.Name, path);

    private string VerificationName(ImageDefinition image) => $"{settings.Names.Id}-verify{settings.Owner}-{image.Name}-{Guid.NewGuid().ToString("N")[..6]}";

    private ContainerSpec Complete(ContainerSpec spec, IReadOnlyDictionary<string, ContainerSpec> needs)
    {
        var container = spec.Image.Definition.Container;
        var variables = container.Environment.ToBuilder();
        foreach (var (name, value) in container.Listen.Where(_ => spec.Network == HostNetwork && !spec.Ports.IsEmpty))
        {
            variables.TryAdd(name, Expand(value, spec));
        }

        foreach (var need in container.Needs.Where(n => n.Variable is not null && needs.ContainsKey(n.Service)))
        {
            var port = needs[need.Service].Ports[0];
            variables[need.Variable!] = need.Value
                .Replace("{host}", engine.HostNetworkOnly ? port.Connect : need.Service, StringComparison.Ordinal)
                .Replace("{port}", (engine.HostNetworkOnly ? port.Port! : port.Container).Value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return spec with
        {
            Environment = variables.ToImmutable(),
            Inherited = [.. container.External.Select(e => e.Variable).Where(settings.Variables.Contains)],
            StartPeriod = _hasStartInterval && !spec.Ports.IsEmpty ? settings.Patience : null,
            Labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add(ContainerLabels.Clone, settings.Names.Id)
                .Add(ContainerLabels.Root, settings.Names.Root)
                .AddRange(spec.Role == ContainerLabels.Verification
                    ? [KeyValuePair.Create(ContainerLabels.Owner, settings.Owner.ToString(CultureInfo.InvariantCulture))]
                    : [])
                .AddRange(settings.Call is { } call ? [KeyValuePair.Create(ContainerLabels.Call, call)] : []),
        };
    }

    private static string Expand(string value, ContainerSpec spec)
    {
        foreach (var port in spec.Ports)
        {
            value = value.Replace($"{{port:{port.Container}}}", port.Port?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return value
            .Replace("{host}", PublishedPort.Bracketed(spec.Ports[0].Host).Trim('[', ']'), StringComparison.Ordinal)
            .Replace("{port}", spec.Ports[0].Port?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private void CheckAddress(ContainerSpec spec)
    {
        if (!engine.HostNetworkOnly)
        {
            return;
        }

        var place = $"running '{spec.Image.Definition.Name}'";
        if (!IPAddress.IsLoopback(settings.Bind) && !settings.Bind.Equals(IPAddress.Any) && !settings.Bind.Equals(IPAddress.IPv6Any))
        {
            throw new DefinitionException(new Problem(
                place, $"the engine has its machine's network only, where a service at '{settings.Bind}' cannot ask its own health on loopback", "use --bind 127.0.0.1 or --bind 0.0.0.0"));
        }

        for (var i = 0; i < spec.Ports.Length; i++)
        {
            if (spec.Ports[i] is var port && port.Port != port.Container && !IsTold(spec.Image.Definition, i))
            {
                throw new DefinitionException(new Problem(
                    place, $"the engine has its machine's network only, and nothing tells the service to listen at {port.Port} in place of {port.Container}",
                    $"add .Listen(VARIABLE, \"{{port:{port.Container}}}\")"));
            }
        }
    }

    /// <summary>Whether a variable says where the port is.</summary>
    private static bool IsTold(ImageDefinition image, int index) => image.Container.Listen.Values.Any(v =>
        v.Contains($"{{port:{image.Ports[index].Container}}}", StringComparison.Ordinal) || index == 0 && v.Contains("{port}", StringComparison.Ordinal));

    // What was given to one verification may not be taken yet when the next one asks.
    private int FreePort()
    {
        int port;
        do
        {
            port = settings.TakenPorts is null ? LocalPort() : Random.Shared.Next(LowestFree, HighestFree + 1);
        }
        while (settings.TakenPorts?.Contains(port) == true || !_given.TryAdd(port, true));
        return port;
    }

    private static int LocalPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
