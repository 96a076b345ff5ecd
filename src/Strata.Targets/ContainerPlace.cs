using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Running;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Where the containers of a call run: on this machine, or on the one of <c>--remote</c>, whose engine has the images.</summary>
internal sealed class ContainerPlace : IAsyncDisposable
{
    private readonly ClientConfig? _login;

    private ContainerPlace(BuildPlace place, EngineConnection engine, RunSettings settings, ClientConfig? login) =>
        (Place, Engine, Settings, _login) = (place, engine, settings, login);

    /// <summary>The machine.</summary>
    public BuildPlace Place { get; }

    /// <summary>Its engine.</summary>
    public EngineConnection Engine { get; }

    /// <summary>How containers run there.</summary>
    public RunSettings Settings { get; }

    /// <summary>The engine's containers.</summary>
    public ContainerEngine Containers => new(Place.Host, Engine);

    /// <summary>The clone's services there.</summary>
    public ServiceRun Services => new(Containers, Engine, Settings);

    /// <summary>Opens the place of a call that has built its images.</summary>
    /// <exception cref="StrataException">The machine or its engine cannot be reached (exit code 4).</exception>
    public static async Task<ContainerPlace> OpenAsync(StrataSession session, IRunImages? call)
    {
        var place = RemoteSelection.Target(session) is null ? BuildPlace.Here() : await session.PlaceAsync();
        var progress = new LineProgress(ConsoleOutput.Progress, [], ConsoleOutput.ProgressStyle, session.IsVerbose);
        var engine = session.Invocation?.EngineOn(place.Remote?.Name) ?? await new EngineSelection(session, place, progress).ConnectAsync(session.Cancellation);
        (engine, var settings) = await SettleAsync(session, call, place.Host, engine, session.Cancellation);

        // What only the registry has is pulled there, as the user of this call.
        var login = place.Remote is not null && RegistrySelection.Prefix(session) is { } prefix
            ? await ClientConfig.CreateAsync(place.Host, engine, RegistrySelection.Credentials(session, new LocalHost()), prefix.Domain, place.Scratch, session.Cancellation)
            : null;
        return new ContainerPlace(place, login is null ? engine : engine with { Environment = engine.Environment.SetItems(login.Environment) }, settings, login);
    }

    /// <summary>The place of a call that looks after containers; null when no engine runs on this machine, and so no container.</summary>
    /// <exception cref="StrataException">The machine or its engine cannot be reached (exit code 4).</exception>
    public static async Task<ContainerPlace?> FindAsync(StrataSession session, IRunImages call) =>
        RemoteSelection.Target(session) is not null ? await OpenAsync(session, call)
        : await EngineSelection.Here(session).FindAsync(session.Cancellation) is { } engine ? new ContainerPlace(BuildPlace.Here(), engine, RunTargets.Settings(session, call), null)
        : null;

    /// <summary>How containers run on a machine, and its engine as they are started with it.</summary>
    /// <exception cref="StrataException">The machine was lost (exit code 4), or a parameter is wrong (2).</exception>
    public static async Task<(EngineConnection Engine, RunSettings Settings)> SettleAsync(
        StrataSession session, IRunImages? call, IBuildHost host, EngineConnection engine, CancellationToken cancellation)
    {
        var settings = RunTargets.Settings(session, call);
        if (host is not SshHost)
        {
            return (engine, settings);
        }

        // A client there has nothing of this environment.
        var caller = settings.Variables.Select(v => KeyValuePair.Create(v, Environment.GetEnvironmentVariable(v)));
        return (engine with { Environment = engine.Environment.SetItems(caller) }, settings with
        {
            // Other clients run theirs there, too, perhaps of a clone in a folder of the same name.
            Names = new CloneNames($"{Environment.UserName}@{Environment.MachineName}:{session.Root}"),
            TakenPorts = await HostPort.TakenAsync(host, cancellation),
            Call = Guid.NewGuid().ToString("N"),
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _login?.DisposeAsync() ?? ValueTask.CompletedTask;
}
