using System.Collections.Immutable;
using System.Text.Json;
using Strata.Engine.Hosts;

namespace Strata.Engine.Engines;

/// <summary>The engine that a host's docker client reaches as it is set up: by context, DOCKER_HOST or a named buildx builder.</summary>
/// <param name="host">Where the client runs.</param>
/// <param name="client">The client, a path or a name on the host's PATH.</param>
/// <param name="environment">Variables that lead it to its engine; null for those of the host.</param>
public sealed class DockerEngine(IBuildHost host, string client = "docker", ImmutableDictionary<string, string?>? environment = null)
{
    private const string Client = "docker";

    // The "driver-type" of an engine whose images are containerd's.
    private const string ContainerdImageStore = "io.containerd.snapshotter.v1";

    private static readonly TimeSpan SocketPatience = TimeSpan.FromSeconds(5);

    private readonly ImmutableDictionary<string, string?> _environment = environment ?? ImmutableDictionary<string, string?>.Empty;

    /// <summary>Looks for client, buildx and engine, and checks their versions.</summary>
    /// <param name="builder">The buildx builder to use; null for the current one.</param>
    /// <param name="patience">How long all of it may take.</param>
    /// <param name="cancellation">Ends the look.</param>
    public async Task<DockerProbe> ProbeAsync(string? builder, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            return await LookAsync(builder, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new DockerProbe(null, null, null, new Problem(Client, $"no engine answers within {patience.TotalSeconds:0} s", "check DOCKER_HOST and 'docker context ls'"));
        }
    }

    private async Task<DockerProbe> LookAsync(string? builder, CancellationToken cancellation)
    {
        var version = await TryAsync(cancellation, "version", "--format", "json").ConfigureAwait(false);
        if (version is null)
        {
            return new DockerProbe(null, null, null, new Problem(Client, $"there is no docker client on PATH of {host.Name}"));
        }
        var (client, server, platform) = Versions(version.Output);
        var buildx = await TryAsync(cancellation, "buildx", "version").ConfigureAwait(false);
        var buildxVersion = buildx is { ExitCode: 0 } ? SoftwareVersion.Find(buildx.Output) : null;
        var probe = new DockerProbe(client?.ToString(), buildxVersion?.ToString(), null, null);
        if (buildxVersion is null || buildxVersion < EngineVersions.MinimumBuildx)
        {
            var what = buildxVersion is null ? "the docker client has no buildx plugin" : $"buildx {buildxVersion} is too old, {EngineVersions.MinimumBuildx} or later is needed";
            return probe with { Problem = new Problem(Client, what, "install the package docker-buildx or docker-buildx-plugin") };
        }
        if (builder is not null)
        {
            return await WithSocketAsync(await WithBuilderAsync(probe, builder, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        }
        if (server is null || platform is null)
        {
            var said = version.Lines.LastOrDefault(l => l.IsError && l.Text.Length > 0).Text;
            return probe with { Problem = new Problem(Client, $"no engine answers{(said is null ? "" : ": " + said.Trim().TrimEnd('.', '?'))}", "start it, or check DOCKER_HOST and 'docker context ls'") };
        }
        if (server < EngineVersions.MinimumEngine)
        {
            return probe with { Problem = new Problem(Client, $"engine {server} is too old, {EngineVersions.MinimumEngine} or later is needed", "update it, or use '--engine private'") };
        }
        var bridges = await TryAsync(cancellation, "network", "ls", "--filter", "driver=bridge", "--format", "{{.Name}}").ConfigureAwait(false);
        var hostOnly = bridges is { ExitCode: 0 } && bridges.Output.Length == 0;
        var drivers = await TryAsync(cancellation, "info", "--format", "{{json .DriverStatus}}").ConfigureAwait(false);
        var keepsManifests = drivers is { ExitCode: 0 } && drivers.Output.Contains(ContainerdImageStore, StringComparison.Ordinal);
        var connection = Connection(server.ToString(), buildxVersion, platform, null) with { HostNetworkOnly = hostOnly, KeepsManifests = keepsManifests };
        return await WithSocketAsync(probe with { Connection = connection }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Adds the socket of the engine that images are loaded into, where a socket of this machine leads to it.</summary>
    private async Task<DockerProbe> WithSocketAsync(DockerProbe probe, CancellationToken cancellation)
    {
        const string scheme = "unix://";
        if (probe.Connection is not { } connection)
        {
            return probe;
        }
        if (_environment.GetValueOrDefault("DOCKER_HOST") is { } given && given.StartsWith(scheme, StringComparison.Ordinal))
        {
            return await ReachAsync(probe, connection, given[scheme.Length..], cancellation).ConfigureAwait(false);
        }
        var context = await TryAsync(cancellation, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}").ConfigureAwait(false);
        var address = context is { ExitCode: 0 } ? context.Output.Trim() : "";
        return address.StartsWith(scheme, StringComparison.Ordinal) ? await ReachAsync(probe, connection, address[scheme.Length..], cancellation).ConfigureAwait(false) : probe;
    }

    private async Task<DockerProbe> ReachAsync(DockerProbe probe, EngineConnection connection, string there, CancellationToken cancellation)
    {
        try
        {
            var socket = await host.FindSocketAsync(there, cancellation).ConfigureAwait(false);

            // The socket of an ssh client takes connections whether or not sshd carries them on.
            var answers = socket is not null && (host is LocalHost || await EngineSocket.AskAsync(socket, SocketPatience, cancellation).ConfigureAwait(false) is not null);
            return answers ? probe with { Connection = connection with { Socket = socket, HostSocket = there } } : probe;
        }
        catch (StrataException)
        {
            // An sshd that forwards no sockets: the client there answers all the same, only slower.
            return probe;
        }
    }

    private async Task<DockerProbe> WithBuilderAsync(DockerProbe probe, string builder, CancellationToken cancellation)
    {
        var inspect = await TryAsync(cancellation, "buildx", "inspect", builder).ConfigureAwait(false);
        if (inspect is not { ExitCode: 0 })
        {
            return probe with { Problem = new Problem(Client, $"there is no buildx builder '{builder}'", "see 'docker buildx ls'", inspect?.LastLines(2)) };
        }
        string? Field(string name) => inspect.Lines
            .Select(l => l.Text.Split(':', 2)).FirstOrDefault(f => f.Length == 2 && f[0].Trim() == name)?[1].Trim();
        if (Field("Error") is { Length: > 0 } error)
        {
            return probe with { Problem = new Problem(Client, $"buildx builder '{builder}' cannot be used: {error}", "see 'docker buildx ls'") };
        }
        // One that was never used knows neither yet: it starts with the first build.
        var version = SoftwareVersion.Find(Field("BuildKit version") ?? "")?.ToString() ?? "unknown";
        var platform = Field("Platforms")?.Split(',')[0].Trim().TrimEnd('*') is { Length: > 0 } first ? first : "linux/" + LocalArchitecture;
        return probe with { Connection = Connection(version, Version.Parse(probe.BuildxVersion!), platform, builder) };
    }

    private EngineConnection Connection(string version, Version buildx, string platform, string? builder) => new(
        EngineKind.Docker,
        client,
        builder is null ? _environment : _environment.SetItem("BUILDX_BUILDER", builder),
        version,
        buildx.ToString(),
        platform,
        HostNetworkOnly: false,
        builder);

    private static string LocalArchitecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        var other => other.ToString().ToLowerInvariant(),
    };

    private static (Version? Client, Version? Server, string? Platform) Versions(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            string? Text(string part, string name) => document.RootElement.TryGetProperty(part, out var p) && p.ValueKind == JsonValueKind.Object
                && p.TryGetProperty(name, out var value) ? value.GetString() : null;
            var platform = Text("Server", "Os") is { } system ? $"{system}/{Text("Server", "Arch")}" : null;
            return (SoftwareVersion.Find(Text("Client", "Version") ?? ""), SoftwareVersion.Find(Text("Server", "Version") ?? ""), platform);
        }
        catch (JsonException)
        {
            // Something else that is called docker.
            return (null, null, null);
        }
    }

    /// <summary>Runs the client; null when there is none.</summary>
    private async Task<CommandOutput?> TryAsync(CancellationToken cancellation, params ImmutableArray<string> words)
    {
        try
        {
            return await host.CaptureAsync(new Command(client, words) { Environment = _environment, GracePeriod = TimeSpan.FromSeconds(1) }, cancellation).ConfigureAwait(false);
        }
        catch (StrataException missing) when (missing.ExitCode == ExitCode.Unreachable)
        {
            return null;
        }
    }
}
