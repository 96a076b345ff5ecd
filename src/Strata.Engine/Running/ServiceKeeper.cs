using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.Running;

/// <summary>Removes containers of a host when the call that started them has ended, in whatever way: by itself, by Ctrl-C, killed, or with its connection lost.</summary>
/// <remarks>It is a command on the host, which ends with the connection as all commands do, and removes the containers as its last deed.</remarks>
public sealed class ServiceKeeper : IAsyncDisposable
{
    // Ended with its whole process group, it goes on as far as the last deed.
    private const string Script =
        """
        d=$1 label=$2 network=$3
        end() {
          trap '' HUP INT TERM
          ids=$("$d" container ls --all --quiet --filter "label=$label")
          [ -z "$ids" ] || { "$d" stop -t 3 $ids; "$d" rm --force --volumes $ids; }
          [ -z "$network" ] || ids=$("$d" network ls --quiet --filter "name=$network")
          [ -z "$network" ] || [ -z "$ids" ] || "$d" network rm $ids
        }
        trap 'end >/dev/null 2>&1' EXIT
        trap 'exit 143' HUP INT TERM
        "$d" events --since "$(date +%s)" --filter "label=$label" --filter event=die --format '{{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}' &
        echo kept
        wait $!
        """;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(9);

    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<(string Container, string ExitCode)> _died = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<int> _command;

    private ServiceKeeper(IBuildHost host, EngineConnection engine, RunSettings settings, string networks)
    {
        var command = new Command("/bin/sh", "-c", Script, "strata", engine.Docker, $"{ContainerLabels.Call}={settings.Call}", engine.HostNetworkOnly ? "" : networks)
        {
            Environment = engine.Environment,
            GracePeriod = Grace,
        };
        _command = host.RunAsync(command, Hear, _end.Token);
    }

    /// <summary>Starts to keep containers that are not there yet.</summary>
    /// <param name="host">The host.</param>
    /// <param name="engine">Its engine.</param>
    /// <param name="settings">What tells the containers: their call.</param>
    /// <param name="networks">A regular expression of the names of networks that go with them; those that others use stay.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="StrataException">The host was lost (exit code 4).</exception>
    public static async Task<ServiceKeeper> StartAsync(IBuildHost host, EngineConnection engine, RunSettings settings, string networks, CancellationToken cancellation)
    {
        var keeper = new ServiceKeeper(host, engine, settings, networks);
        try
        {
            await Task.WhenAny(keeper._kept.Task, keeper._command).WaitAsync(cancellation).ConfigureAwait(false);
            return keeper._kept.Task.IsCompleted ? keeper : throw await keeper.LostAsync().ConfigureAwait(false);
        }
        catch
        {
            await keeper.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until a container ends by itself.</summary>
    /// <returns>Its name, and what it ended with.</returns>
    /// <exception cref="StrataException">The host or its engine was lost (exit code 4).</exception>
    public async Task<(string Container, string ExitCode)> AwaitEndAsync(CancellationToken cancellation)
    {
        await Task.WhenAny(_died.Task, _command).WaitAsync(cancellation).ConfigureAwait(false);
        return _died.Task.IsCompleted ? await _died.Task.ConfigureAwait(false) : throw await LostAsync().ConfigureAwait(false);
    }

    /// <summary>Removes the containers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await ((Task)_command).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task<StrataException> LostAsync() =>
        new(ExitCode.Unreachable, new Problem("keeping the services", $"the engine's events ended with code {await _command.ConfigureAwait(false)}", "see whether it runs"));

    private void Hear(OutputLine line)
    {
        if (line is { IsError: false, Text: "kept" })
        {
            _kept.TrySetResult();
        }
        else if (!line.IsError && line.Text.Split(' ') is [var container, var code])
        {
            _died.TrySetResult((container, code));
        }
    }
}
