using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.Engine.Running;

/// <summary>Containers of an engine, by its docker client.</summary>
/// <param name="host">Where the docker client runs.</param>
/// <param name="engine">The engine.</param>
public sealed class ContainerEngine(IBuildHost host, EngineConnection engine)
{
    // What a container prints before it is given up is told by so many lines.
    private const int ToldLines = 20;

    /// <summary>The machine of the engine, as far as its docker client tells.</summary>
    public IBuildHost Host => host;

    /// <summary>Starts a container in the background.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="StrataException">It cannot be started (exit code 1); nothing of it is left.</exception>
    public async Task<string> StartAsync(ContainerSpec spec, CancellationToken cancellation)
    {
        var output = await CaptureAsync(cancellation, ["run", "--detach", .. spec.Arguments()]).ConfigureAwait(false);
        if (output.ExitCode == 0)
        {
            return output.Output.Trim();
        }

        // A port that is taken leaves a container that never ran.
        await CaptureAsync(CancellationToken.None, "rm", "--force", "--volumes", spec.Name).ConfigureAwait(false);
        throw new StrataException(ExitCode.BuildFailed, new Problem(
            $"starting '{spec.Image.Definition.Name}'", Reason(output), Host is SshHost ? $"see what runs on {Host.Name}: docker ps" : "see ./build.sh Status for what runs", output.LastLines()));
    }

    /// <summary>Runs a command in a new container of an image to its end, and removes the container.</summary>
    public Task<CommandOutput> RunAsync(ContainerSpec spec, ImmutableArray<string> command, CancellationToken cancellation) =>
        CaptureAsync(cancellation, ["run", "--rm", .. spec.Arguments(command)]);

    /// <summary>Runs a command in a container that runs.</summary>
    public Task<CommandOutput> ExecuteAsync(string id, ImmutableArray<string> command, CancellationToken cancellation) =>
        CaptureAsync(cancellation, ["exec", id, .. command]);

    /// <summary>The containers with these labels (<c>name=value</c>), running or not, by image and name.</summary>
    public async Task<ImmutableArray<ContainerState>> ListAsync(IEnumerable<string> labels, CancellationToken cancellation)
    {
        var list = await RequireAsync(cancellation, ["container", "ls", "--all", "--quiet", "--no-trunc", .. labels.SelectMany(l => (string[])["--filter", $"label={l}"])]).ConfigureAwait(false);
        var ids = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
        if (ids.IsEmpty)
        {
            return [];
        }

        // One may go between both questions; the others are told all the same.
        var output = await CaptureAsync(cancellation, ["container", "inspect", "--", .. ids]).ConfigureAwait(false);
        return [.. ContainerState.Read(output.Output).OrderBy(c => c.Image, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <summary>How a container stands; null when there is none.</summary>
    /// <param name="container">Its id or name.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<ContainerState?> FindAsync(string container, CancellationToken cancellation)
    {
        var output = await CaptureAsync(cancellation, "container", "inspect", "--", container).ConfigureAwait(false);
        return output.ExitCode == 0 ? ContainerState.Read(output.Output).SingleOrDefault() : null;
    }

    /// <summary>Stops containers, by the signal that their images name; those that do not heed it are killed after the engine's grace period.</summary>
    public Task StopAsync(IReadOnlyCollection<string> containers, CancellationToken cancellation) =>
        containers.Count == 0 ? Task.CompletedTask : RequireAsync(cancellation, ["stop", .. containers]);

    /// <summary>Removes containers, running or not, with the volumes that nobody named; those that are gone already stay out of it.</summary>
    public async Task RemoveAsync(IReadOnlyCollection<string> containers, CancellationToken cancellation)
    {
        if (containers.Count > 0)
        {
            var output = await CaptureAsync(cancellation, ["rm", "--force", "--volumes", .. containers]).ConfigureAwait(false);
            if (output.ExitCode != 0 && output.Lines.Any(l => l.IsError && !l.Text.Contains("No such container", StringComparison.Ordinal)))
            {
                throw new StrataException(ExitCode.Unreachable, new Problem("removing containers", Reason(output), Excerpt: output.LastLines()));
            }
        }
    }

    /// <summary>What tells the engine from any other, by whatever way it is reached.</summary>
    /// <exception cref="StrataException">The engine cannot be asked (exit code 4).</exception>
    public async Task<string> FindIdAsync(CancellationToken cancellation) => (await RequireAsync(cancellation, "info", "--format", "{{.ID}}").ConfigureAwait(false)).Output.Trim();

    /// <summary>Hands on what a container printed.</summary>
    /// <param name="container">Its id or name.</param>
    /// <param name="tail">At most so many of its last lines; null for all.</param>
    /// <param name="isFollowing">Go on until the container ends.</param>
    /// <param name="onLine">Gets the lines.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task LogsAsync(string container, int? tail, bool isFollowing, Action<OutputLine> onLine, CancellationToken cancellation) => host.RunAsync(
        Docker(["logs", "--tail", tail?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "all", .. isFollowing ? ["--follow"] : Array.Empty<string>(), container]),
        onLine,
        cancellation);

    /// <summary>The last lines that a container printed; null when it printed nothing.</summary>
    public async Task<string?> LastLinesAsync(string container, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await LogsAsync(container, ToldLines, false, l => lines.Add(l.Text), cancellation).ConfigureAwait(false);
        return lines.Count == 0 ? null : string.Join('\n', lines.TakeLast(ToldLines));
    }

    /// <summary>User ids of the processes in a container; null when the engine's machine cannot tell.</summary>
    public async Task<ImmutableArray<string>?> UserIdsAsync(string container, CancellationToken cancellation)
    {
        var output = await CaptureAsync(cancellation, "top", container, "-eo", "pid,uid").ConfigureAwait(false);
        return output.ExitCode == 0
            ? [.. output.Output.Split('\n').Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length > 1).Select(w => w[1])]
            : null;
    }

    /// <summary>Waits until a container is healthy, or cannot become so any more.</summary>
    /// <param name="id">The container's id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The state that ended the wait: healthy, unhealthy, no more running, or running without a health check.</returns>
    /// <exception cref="StrataException">The container is gone.</exception>
    public async Task<ContainerState> AwaitHealthAsync(string id, CancellationToken cancellation)
    {
        while (true)
        {
            var state = await FindAsync(id, cancellation).ConfigureAwait(false)
                ?? throw new StrataException(ExitCode.BuildFailed, new Problem("waiting for health", "the container was removed meanwhile"));
            if (!state.IsRunning || state.Health != "starting")
            {
                return state;
            }

            await AwaitEventAsync(state, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the clone's network where there is none.</summary>
    public async Task EnsureNetworkAsync(string name, string clone, CancellationToken cancellation)
    {
        if ((await CaptureAsync(cancellation, "network", "inspect", "--", name).ConfigureAwait(false)).ExitCode != 0)
        {
            var made = await CaptureAsync(cancellation, "network", "create", "--label", $"{ContainerLabels.Clone}={clone}", name).ConfigureAwait(false);
            if (made.ExitCode != 0 && !made.Lines.Any(l => l.Text.Contains("already exists", StringComparison.Ordinal)))
            {
                throw new StrataException(ExitCode.Unreachable, new Problem($"network '{name}'", Reason(made)));
            }
        }
    }

    /// <summary>Removes networks by name; those that are gone, or in use, stay out of it.</summary>
    public Task RemoveNetworksAsync(IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        names.Count == 0 ? Task.CompletedTask : CaptureAsync(cancellation, ["network", "rm", .. names]);

    /// <summary>Names of what has a label: <c>network</c>s or <c>volume</c>s.</summary>
    public async Task<ImmutableArray<string>> NamesAsync(string kind, string filter, CancellationToken cancellation)
    {
        var output = await RequireAsync(cancellation, kind, "ls", "--format", "{{.Name}}", "--filter", filter).ConfigureAwait(false);
        return [.. output.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>Removes named volumes.</summary>
    public Task RemoveVolumesAsync(IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        names.Count == 0 ? Task.CompletedTask : RequireAsync(cancellation, ["volume", "rm", .. names]);

    /// <summary>Takes names from images, and the images when these were their last.</summary>
    public async Task<ImmutableArray<string>> RemoveImagesAsync(IReadOnlyCollection<string> references, CancellationToken cancellation)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var reference in references)
        {
            if ((await CaptureAsync(cancellation, "image", "rm", reference).ConfigureAwait(false)).ExitCode == 0)
            {
                removed.Add(reference);
            }
        }

        return removed.ToImmutable();
    }

    /// <summary>The references of images of a repository that the engine has.</summary>
    public async Task<ImmutableArray<string>> ReferencesAsync(string repository, CancellationToken cancellation)
    {
        var output = await RequireAsync(cancellation, "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "--filter", $"reference={repository}").ConfigureAwait(false);
        return [.. output.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(r => !r.Contains('<'))];
    }

    // From the moment on when the container was started, so that nothing can happen between the last question and this one unheard.
    private async Task AwaitEventAsync(ContainerState state, CancellationToken cancellation)
    {
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var events = Docker(
            ["events", "--since", state.Started, "--filter", $"container={state.Id}", "--filter", "event=health_status", "--filter", "event=die", "--format", "{{.Action}}"]);
        try
        {
            var exitCode = await host.RunAsync(events with { GracePeriod = TimeSpan.FromSeconds(1) }, line => Hear(line), heard.Token).ConfigureAwait(false);
            throw new StrataException(ExitCode.Unreachable, new Problem(engine.Description, $"its events ended with code {exitCode}", "see whether it runs"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Something happened.
        }

        void Hear(OutputLine line)
        {
            if (!line.IsError && line.Text.Length > 0)
            {
                heard.Cancel();
            }
        }
    }

    private static string Reason(CommandOutput output) =>
        output.Lines.LastOrDefault(l => l.IsError && l.Text.Contains("rror", StringComparison.Ordinal)).Text?.Trim().TrimEnd('.') ?? $"docker ended with code {output.ExitCode}";

    private Task<CommandOutput> CaptureAsync(CancellationToken cancellation, params ImmutableArray<string> words) => host.CaptureAsync(Docker(words), cancellation);

    private Task<CommandOutput> RequireAsync(CancellationToken cancellation, params ImmutableArray<string> words) => host.RequireAsync(Docker(words), cancellation);

    private Command Docker(ImmutableArray<string> words) => new(engine.Docker, words) { Environment = engine.Environment };
}
