using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>Solves requests with <c>docker buildx bake</c> on a host.</summary>
/// <param name="host">Where the client runs.</param>
/// <param name="engine">The engine that it reaches.</param>
/// <param name="scratch">A directory of the host for private files of a run; absolute, made when missing.</param>
public sealed class BuildxEngine(IBuildHost host, EngineConnection engine, string scratch) : IBuildEngine
{
    /// <summary>Targets of one solve: a connection to BuildKit carries 250 streams at once and bake takes two for each, so that with more of them jobs get lost.</summary>
    /// <remarks>https://github.com/docker/buildx/issues/3810</remarks>
    public const int MostTargets = 110;

    /// <summary>Targets of one solve of a job that goes on without us; of more the job makes several, one after the other.</summary>
    internal int MostOfJob { get; init; } = MostTargets;

    /// <summary>How patient a solve is with a silent engine.</summary>
    public StallLimits Limits { get; init; } = StallLimits.Default;

    /// <summary>The clock of logs and of the watch for stalls.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>A folder of the host for a solve that goes on without us: the first solve picks up the one that stands there; null for none.</summary>
    public string? Job { get; init; }

    /// <summary>Called when the solve that was picked up has ended, before its results are read: it holds its lock no longer.</summary>
    public Func<CancellationToken, Task>? JobEnded { get; init; }

    /// <summary>Starts to solve a request on the host and comes back, in place of what stands there; a later call with the same <see cref="Job"/> and request picks it up.</summary>
    /// <param name="request">What to solve.</param>
    /// <param name="lockFile">A lock of the host that is held meanwhile; null for none.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="StrataException">It cannot be started (exit code 4).</exception>
    public async Task DetachAsync(SolveRequest request, string? lockFile, CancellationToken cancellation)
    {
        var job = new DetachedSolve(host, Job!);
        await job.DeleteAsync(cancellation).ConfigureAwait(false);
        var directory = Directory(Job!);
        await directory.WriteAsync(request, cancellation).ConfigureAwait(false);
        ImmutableArray<Command> parts = [.. Parts(request).Select(directory.Command)];
        var command = parts is [var whole] ? whole : parts[0] with
        {
            FileName = "/bin/sh",
            Arguments = ["-c", string.Join(" && ", parts.Select(p => ShellQuote.Join([p.FileName, .. p.Arguments])))],
        };
        await job.StartAsync(command, lockFile, cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether the next solve picks up the one that stands in <see cref="Job"/>; one of another request is waited for and forgotten.</summary>
    /// <param name="request">What is to be solved.</param>
    /// <param name="progress">Hears that another one is waited for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StrataException">The other one was killed (exit code 4).</exception>
    public async Task<bool> TakesUpAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        if (Job is null || await new DetachedSolve(host, Job).FindAsync(cancellation).ConfigureAwait(false) is not { } job)
        {
            return false;
        }

        var directory = Directory(Job);
        if (job.Bake.TrimEnd() == directory.Render(request).TrimEnd())
        {
            return true;
        }

        progress.Report(new BuildEvent.Note("the detached build was of other sources or images than these are now: waits for its end, then builds these"));
        await new DetachedSolve(host, Job).FollowAsync(_ => { }, cancellation).ConfigureAwait(false);
        await directory.DeleteAsync().ConfigureAwait(false);
        return false;
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        if (request.Targets.IsEmpty)
        {
            return [];
        }

        var isAttached = await TakesUpAsync(request, progress, cancellation).ConfigureAwait(false);
        var directory = Directory(isAttached ? Job! : $"{scratch.TrimEnd('/')}/solve-{Guid.NewGuid():N}");
        var isOver = false;
        try
        {
            if (!isAttached)
            {
                await directory.WriteAsync(request, cancellation).ConfigureAwait(false);
            }

            using var logs = new ImageLogs(request.LogDirectory, request.AppendLogs, Clock);
            var locked = new LockedProgress(progress);
            var reader = new SolveProgress(request, locked, logs, Clock) { Secrets = await SecretsAsync(request, cancellation).ConfigureAwait(false) };
            var exit = await WatchAsync(locked, reader, (listen, ending) => isAttached
                ? new DetachedSolve(host, directory.Path).FollowAsync(listen, ending)
                : host.RunAsync(directory.Command(request.Targets), listen, ending), cancellation).ConfigureAwait(false);
            if (isAttached && JobEnded is not null)
            {
                await JobEnded(cancellation).ConfigureAwait(false);
            }

            isOver = true;
            var results = new BakeResults(host, engine, request, reader, locked);
            if (exit == 0)
            {
                var digests = await directory.DigestsAsync(isAttached ? Parts(request).Count() : 1, cancellation).ConfigureAwait(false);
                return await results.BuiltAsync(digests, cancellation).ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
            if (!await new EnginePing(host, engine).AnswersAsync(cancellation).ConfigureAwait(false))
            {
                throw Lost();
            }

            return await results.FailedAsync(exit, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // A job that we stop looking at goes on.
            if (!isAttached || isOver)
            {
                await directory.DeleteAsync().ConfigureAwait(false);
            }
        }
    }

    // Gives bake's exit code; an engine that no longer answers ends it before.
    private async Task<int> WatchAsync(
        IBuildProgress progress, SolveProgress reader, Func<Action<OutputLine>, CancellationToken, Task<int>> bake, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = new StallWatch(Limits, new EnginePing(host, engine).AnswersAsync, silence => progress.Report(new BuildEvent.Stalled(silence)), Clock);
        var watching = watch.WatchAsync(ending.Token);
        var baking = bake(Listen, ending.Token);
        try
        {
            if (await Task.WhenAny(baking, watching).ConfigureAwait(false) == watching && await watching.ConfigureAwait(false))
            {
                throw Lost();
            }

            return await baking.ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
            await ((Task)baking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Listen(OutputLine line)
        {
            watch.Heard();
            reader.Read(line.Text);
        }
    }

    private static async Task<ImmutableArray<Secret>> SecretsAsync(SolveRequest request, CancellationToken cancellation)
    {
        var secrets = ImmutableArray.CreateBuilder<Secret>();
        foreach (var secret in request.Targets.SelectMany(t => t.Secrets).Distinct())
        {
            secrets.AddRange(await secret.MasksAsync(cancellation).ConfigureAwait(false));
        }

        return secrets.ToImmutable();
    }

    private BakeDirectory Directory(string path) => new(host, engine, path);

    private IEnumerable<SolveTarget[]> Parts(SolveRequest request) => request.Targets.Chunk(MostOfJob);

    private StrataException Lost() => new(ExitCode.Unreachable, new Problem(
        $"docker on {host.Name}", "the engine no longer answers", "see its log, then start it again; finished steps are cached"));
}
