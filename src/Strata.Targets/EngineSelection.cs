using System.Globalization;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>The engine of a call: what the user asks for, or what there is.</summary>
internal sealed class EngineSelection
{
    private static readonly TimeSpan DockerPatience = TimeSpan.FromSeconds(8);

    private readonly IBuildHost _host;
    private readonly EngineChoice _choice;
    private readonly string? _builder;
    private readonly PrivateEngine? _private;
    private readonly BuildPlace _place;
    private readonly EngineMemory _memory;

    public EngineSelection(StrataSession session, BuildPlace place, IBuildProgress progress)
    {
        var asked = session.Build as IHazBuildHost;
        _place = place;
        _host = place.Host;
        _choice = asked?.Engine ?? EngineChoice.Auto;
        _builder = asked?.Builder;
        _private = place.Remote is null ? new PrivateEngine(place.Local, text => progress.Report(new BuildEvent.Note(text))) : null;
        _memory = new EngineMemory(session.Build.TemporaryDirectory / $"engine{place.Key}.json", place.Remote is null ? Key(place.Local) : RemoteKey());
    }

    /// <summary>The engine of this machine, wherever images are built.</summary>
    public static EngineSelection Here(StrataSession session) =>
        new(session, BuildPlace.Here(), new LineProgress(ConsoleOutput.Progress, [], ConsoleOutput.ProgressStyle, session.IsVerbose));

    /// <summary>The engine of an earlier call, not asked whether it is still there; null when none is remembered.</summary>
    public async Task<EngineConnection?> RecallAsync(CancellationToken cancellation)
    {
        var engine = _memory.Recall();
        if (engine is null || _place.Remote is null)
        {
            return engine;
        }

        if (engine.HostSocket is null)
        {
            return null;
        }

        try
        {
            return engine with { Socket = await _host.FindSocketAsync(engine.HostSocket, cancellation) };
        }
        catch (StrataException)
        {
            // It is looked for as if nobody had been there before.
            return null;
        }
    }

    /// <summary>An engine that is up; null when only a private one of this machine could be had and does not run.</summary>
    /// <exception cref="StrataException">The user asks for Docker or for another machine, and none can be reached (exit code 4).</exception>
    public async Task<EngineConnection?> FindAsync(CancellationToken cancellation)
    {
        if (_choice == EngineChoice.Docker || _builder is not null || _private is null)
        {
            return await ConnectAsync(cancellation);
        }

        var docker = _choice == EngineChoice.Auto ? (await new DockerEngine(_host).ProbeAsync(null, DockerPatience, cancellation)).Connection : null;
        return docker ?? await _private.FindAsync(cancellation);
    }

    /// <summary>Finds the engine, starts the private one where that is the choice, and remembers it.</summary>
    /// <exception cref="StrataException">No engine can be had (exit code 4).</exception>
    public async Task<EngineConnection> ConnectAsync(CancellationToken cancellation)
    {
        // While it is up, and nothing has changed by which Docker would be preferred, it is the private one again.
        var isPrivate = _private is not null && _choice == EngineChoice.Auto && _builder is null && _memory.Recall() is { Kind: EngineKind.Private } && File.Exists(_private.Socket);
        var choice = isPrivate ? EngineChoice.Private : _choice;
        var engine = await new EngineLocator(_host, _private, _place.EngineVariables).ConnectAsync(choice, _builder, cancellation);
        await _memory.RememberAsync(engine, cancellation);
        return engine;
    }

    private string RemoteKey() => string.Join('\n', _choice, _builder, _place.Key, _place.EngineVariables.GetValueOrDefault("DOCKER_HOST"));

    // All that the docker client looks at before it chooses, told without running it.
    private string Key(StateDirectory state)
    {
        string[] variables = ["DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "BUILDX_BUILDER", "BUILDX_CONFIG", "HOME", "PATH"];
        var folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        string[] facts =
        [
            _choice.ToString(),
            _builder ?? "",
            state.Root,
            .. variables.Select(v => Environment.GetEnvironmentVariable(v) ?? ""),
            File.GetLastWriteTimeUtc(Path.Combine(folder, "config.json")).Ticks.ToString(CultureInfo.InvariantCulture),
            File.Exists("/var/run/docker.sock").ToString(),
        ];
        return string.Join('\n', facts);
    }
}
