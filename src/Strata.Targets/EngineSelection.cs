using System.Globalization;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The engine of a call: what the user asks for, or what there is.</summary>
internal sealed class EngineSelection
{
    private static readonly TimeSpan DockerPatience = TimeSpan.FromSeconds(8);

    private readonly IBuildHost _host;
    private readonly EngineChoice _choice;
    private readonly string? _builder;
    private readonly PrivateEngine _private;
    private readonly EngineMemory _memory;

    public EngineSelection(StrataSession session, IBuildHost host, StateDirectory state, IBuildProgress progress)
    {
        var asked = session.Build as IHazBuildHost;
        _host = host;
        _choice = asked?.Engine ?? EngineChoice.Auto;
        _builder = asked?.Builder;
        _private = new PrivateEngine(state, text => progress.Report(new BuildEvent.Note(text)));
        _memory = new EngineMemory(session.Build.TemporaryDirectory / "engine.json", Key(state));
    }

    /// <summary>The engine of an earlier call, not asked whether it is still there; null when none is remembered.</summary>
    public EngineConnection? Recall() => _memory.Recall();

    /// <summary>An engine that is up; null when only a private one could be had and does not run.</summary>
    /// <exception cref="StrataException">The user asks for Docker, and it cannot be reached (exit code 4).</exception>
    public async Task<EngineConnection?> FindAsync(CancellationToken cancellation)
    {
        if (_choice == EngineChoice.Docker || _builder is not null)
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
        var engine = await new EngineLocator(_host, _private).ConnectAsync(_choice, _builder, cancellation);
        await _memory.RememberAsync(engine, cancellation);
        return engine;
    }

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
