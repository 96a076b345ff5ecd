using System.Collections.Immutable;
using System.Text;
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
    // What bake or buildx would take from the caller's surroundings, so that only the request counts.
    private static readonly ImmutableArray<KeyValuePair<string, string?>> Surroundings =
    [
        new("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"),
        new("BUILDX_METADATA_PROVENANCE", "disabled"),
        new("BUILDX_METADATA_WARNINGS", null),
        new("BUILDX_BAKE_DISABLE_VARS_ENV_LOOKUP", "1"),
        new("BUILDX_BAKE_ENTITLEMENTS_FS", "0"),
        new("BUILDX_BAKE_FILE", null),
        new("BUILDX_BAKE_FILE_SEPARATOR", null),
        new("BUILDX_BAKE_FILE_RELATIVE_PATHS", null),
        new("BUILDX_GIT_INFO", "false"),
        new("BUILDX_GIT_LABELS", null),
        new("BUILDKIT_PROGRESS", null),
        new("DOCKER_DEFAULT_PLATFORM", null),
        new("SOURCE_DATE_EPOCH", null),
    ];

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

    /// <summary>Starts to solve a request on the host and comes back; a later call with the same <see cref="Job"/> and request picks it up.</summary>
    /// <param name="request">What to solve.</param>
    /// <param name="lockFile">A lock of the host that is held meanwhile; null for none.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="StrataException">One runs there already, or it cannot be started (exit code 4).</exception>
    public async Task DetachAsync(SolveRequest request, string? lockFile, CancellationToken cancellation)
    {
        var job = new DetachedSolve(host, Job!);
        if (await job.FindAsync(cancellation).ConfigureAwait(false) is { Runs: true })
        {
            throw new StrataException(ExitCode.Unreachable, new Problem($"detached build on {host.Name}", "one runs already", "see './build.sh Attach'"));
        }

        await job.DeleteAsync(cancellation).ConfigureAwait(false);
        await WriteBakeAsync(request, Job!, cancellation).ConfigureAwait(false);
        ImmutableArray<Command> parts = [.. Parts(request).Select((targets, part) => Bake(Job!, part, targets))];
        var command = parts is [var whole] ? whole : parts[0] with
        {
            FileName = "/bin/sh",
            Arguments = ["-c", string.Join(" && ", parts.Select(p => ShellQuote.Join([p.FileName, .. p.Arguments])))],
        };
        await job.StartAsync(command, lockFile, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        if (request.Targets.IsEmpty)
        {
            return [];
        }

        var isAttached = await CanAttachAsync(request, progress, cancellation).ConfigureAwait(false);
        var run = isAttached ? Job! : $"{scratch.TrimEnd('/')}/solve-{Guid.NewGuid():N}";
        var isOver = false;
        try
        {
            if (!isAttached)
            {
                await WriteBakeAsync(request, run, cancellation).ConfigureAwait(false);
            }

            using var logs = new ImageLogs(request.LogDirectory, request.AppendLogs, Clock);
            var locked = new LockedProgress(progress);
            var reader = new SolveProgress(request, locked, logs, Clock) { Secrets = await SecretsAsync(request, cancellation).ConfigureAwait(false) };
            var exit = await BakeAsync(request, run, isAttached, reader, locked, cancellation).ConfigureAwait(false);
            isOver = true;
            return exit == 0
                ? await BuiltAsync(request, run, isAttached ? Parts(request).Count() : 1, reader, locked, cancellation).ConfigureAwait(false)
                : await FailedAsync(request, reader, locked, exit, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // A job that we stop looking at goes on.
            if (!isAttached || isOver)
            {
                await CleanAsync(run).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> CanAttachAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        if (Job is null || await new DetachedSolve(host, Job).FindAsync(cancellation).ConfigureAwait(false) is not { } job)
        {
            return false;
        }

        if (job.Bake.TrimEnd() == Render(request, Job).TrimEnd())
        {
            return true;
        }

        progress.Report(new BuildEvent.Note("the detached build was of other sources or images than these are now: waits for its end, then builds these"));
        await new DetachedSolve(host, Job).FollowAsync(_ => { }, cancellation).ConfigureAwait(false);
        await CleanAsync(Job).ConfigureAwait(false);
        return false;
    }

    private async Task WriteBakeAsync(SolveRequest request, string run, CancellationToken cancellation)
    {
        await WriteDockerfilesAsync(request, run, cancellation).ConfigureAwait(false);
        await WriteSecretsAsync(request, run, cancellation).ConfigureAwait(false);
        await host.WriteFileAsync($"{run}/bake.json", Encoding.UTF8.GetBytes(Render(request, run)), isPrivate: true, cancellation).ConfigureAwait(false);
    }

    private string Render(SolveRequest request, string run) => BakeFile.Render(request, engine, Copies(request, run), (target, secret) => SecretCopy(target, secret, run));

    // A buildx of this machine reads secrets where we would; another one a private copy, which came over standard input and goes with the run.
    private string? SecretCopy(SolveTarget target, SolveSecret secret, string run) => host is LocalHost ? null : $"{run}/{target.Name}/secrets/{secret.Id}";

    private static async Task<ImmutableArray<Secret>> SecretsAsync(SolveRequest request, CancellationToken cancellation)
    {
        var secrets = ImmutableArray.CreateBuilder<Secret>();
        foreach (var secret in request.Targets.SelectMany(t => t.Secrets).Distinct())
        {
            secrets.AddRange(await secret.MasksAsync(cancellation).ConfigureAwait(false));
        }

        return secrets.ToImmutable();
    }

    private async Task WriteSecretsAsync(SolveRequest request, string run, CancellationToken cancellation)
    {
        foreach (var (target, secret) in request.Targets.SelectMany(t => t.Secrets.Select(s => (t, s))))
        {
            if (SecretCopy(target, secret, run) is { } copy)
            {
                await host.WriteFileAsync(copy, await secret.ReadAsync(cancellation).ConfigureAwait(false), isPrivate: true, cancellation).ConfigureAwait(false);
            }
        }
    }

    // Where a private Dockerfile takes the place of the one in the tree.
    private static Dictionary<string, string> Copies(SolveRequest request, string run) => request.Targets
        .Where(t => t.IsDockerfileLinked || t.UseBuiltInFrontend && BuiltInFrontend.WithoutSyntax(t.DockerfileText) is not null)
        .ToDictionary(t => t.Name, t => $"{run}/{t.Name}/{HostPath.Name(HostPath.Join(request.ContextRoot, t.Dockerfile))}", StringComparer.Ordinal);

    private async Task CleanAsync(string run)
    {
        try
        {
            // A cancellation must not cut this short.
            await host.DeleteDirectoryAsync(run, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StrataException)
        {
            // The host is lost: what ended the run has said so already, and must not be hidden by this.
        }
    }

    private async Task WriteDockerfilesAsync(SolveRequest request, string run, CancellationToken cancellation)
    {
        var copies = Copies(request, run);
        foreach (var target in request.Targets.Where(t => copies.ContainsKey(t.Name)))
        {
            var original = HostPath.Join(request.ContextRoot, target.Dockerfile);
            var (text, copy) = ((target.UseBuiltInFrontend ? BuiltInFrontend.WithoutSyntax(target.DockerfileText) : null) ?? target.DockerfileText, copies[target.Name]);
            await host.WriteFileAsync(copy, Encoding.UTF8.GetBytes(text), isPrivate: true, cancellation).ConfigureAwait(false);
            if (await host.ReadFileAsync($"{original}.dockerignore", cancellation).ConfigureAwait(false) is { } ignore)
            {
                await host.WriteFileAsync($"{copy}.dockerignore", ignore, isPrivate: true, cancellation).ConfigureAwait(false);
            }
        }
    }

    private Command Bake(string run, int part, IEnumerable<SolveTarget> targets)
    {
        ImmutableArray<string> builder = engine.Builder is null ? [] : ["--builder", engine.Builder];
        ImmutableArray<string> allow = engine.HostNetworkOnly && HasAllow(engine.BuildxVersion) ? ["--allow", "network.host"] : [];
        return engine.BuildxCommand(
            [.. builder, "bake", "--file", $"{run}/bake.json", "--progress", "rawjson", "--metadata-file", Metadata(run, part), .. allow, "--", .. targets.Select(t => t.Name)]) with
        {
            WorkingDirectory = run,
            Environment = engine.Environment.SetItems(Surroundings),
            InterruptFirst = true,
        };
    }

    private async Task<int> BakeAsync(SolveRequest request, string run, bool isAttached, SolveProgress reader, LockedProgress progress, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = new StallWatch(Limits, new EnginePing(host, engine).AnswersAsync, silence => progress.Report(new BuildEvent.Stalled(silence)), Clock);
        var watching = watch.WatchAsync(ending.Token);
        Action<OutputLine> listen = line =>
        {
            watch.Heard();
            reader.Read(line.Text);
        };
        var baking = isAttached ? new DetachedSolve(host, run).FollowAsync(listen, ending.Token) : host.RunAsync(Bake(run, 0, request.Targets), listen, ending.Token);
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
    }

    private IEnumerable<SolveTarget[]> Parts(SolveRequest request) => request.Targets.Chunk(MostOfJob);

    private static string Metadata(string run, int part) => $"{run}/metadata-{part}.json";

    /// <summary>Older ones than 0.17 grant what the file asks for, and do not know the option.</summary>
    private static bool HasAllow(string buildx) => !Version.TryParse(buildx.Split('+', '-', '~')[0].TrimStart('v'), out var version) || version >= new Version(0, 17);

    private async Task<ImmutableArray<ImageResult>> BuiltAsync(SolveRequest request, string run, int parts, SolveProgress reader, IBuildProgress progress, CancellationToken cancellation)
    {
        var digests = ImmutableDictionary<string, string>.Empty;
        for (var part = 0; part < parts; part++)
        {
            digests = digests.SetItems(BakeMetadata.Digests(await host.ReadFileAsync(Metadata(run, part), cancellation).ConfigureAwait(false) ?? "{}"u8.ToArray()));
        }

        foreach (var target in request.Targets)
        {
            if (!digests.TryGetValue(target.Name, out var digest))
            {
                throw new StrataException(ExitCode.BuildFailed, new Problem($"building '{target.Name}'", "buildx told no digest", "use a newer buildx"));
            }

            if (reader.Exported.TryGetValue(target.Name, out var exported) && exported != digest)
            {
                progress.Report(new BuildEvent.Warning(target.Name, $"its export told digest {exported}, bake tells {digest}, which is taken; that is a bug of strata"));
            }
        }

        var built = await MeasureAsync(request.Targets, digests, reader, progress, cancellation).ConfigureAwait(false);
        return [.. request.Targets.Select(t => built[t.Name])];
    }

    /// <summary>Results of the targets that have a digest, with their layers.</summary>
    private async Task<Dictionary<string, ImageResult>> MeasureAsync(
        IEnumerable<SolveTarget> targets, IReadOnlyDictionary<string, string> digests, SolveProgress reader, IBuildProgress progress, CancellationToken cancellation)
    {
        var built = targets.Where(t => digests.ContainsKey(t.Name)).ToImmutableArray();
        var results = new Dictionary<string, ImageResult>(StringComparer.Ordinal);
        if (built.IsEmpty)
        {
            return results;
        }

        var layers = await new ImageLayers(host, engine).ReadAsync([.. built.Select(t => (t.Tags[0], digests[t.Name]))], cancellation).ConfigureAwait(false);
        foreach (var target in built)
        {
            if (!layers.TryGetValue(target.Tags[0], out var own))
            {
                progress.Report(new BuildEvent.Warning(target.Name, $"'{target.Tags[0]}' is not in the engine's store, so its layers are not known"));
            }

            var (duration, steps, cached) = reader.Measure(target.Name);
            results[target.Name] = new ImageBuilt(target.Name, target.Tags[0], digests[target.Name], duration, own.IsDefault ? [] : own, steps, cached);
        }

        return results;
    }

    private async Task<ImmutableArray<ImageResult>> FailedAsync(
        SolveRequest request, SolveProgress reader, IBuildProgress progress, int exit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!await new EnginePing(host, engine).AnswersAsync(cancellation).ConfigureAwait(false))
        {
            throw Lost();
        }

        var failures = reader.Failures();
        if (failures.IsEmpty && reader.HasLostJob)
        {
            progress.Report(new BuildEvent.Note("the engine lost a job; what is not built yet is solved again"));
        }
        else if (failures.IsEmpty)
        {
            var said = string.Join('\n', reader.Messages.TakeLast(10));
            throw new StrataException(ExitCode.BuildFailed, new Problem(
                "docker buildx bake", SolveFailure.LastError(reader.Messages) ?? $"exited with code {exit}", null, said.Length > 0 ? said : null));
        }

        var built = await MeasureAsync(request.Targets, reader.Exported, reader, progress, cancellation).ConfigureAwait(false);
        return
        [
            .. request.Targets.Select(target => built.TryGetValue(target.Name, out var there) ? there
                : failures.TryGetValue(target.Name, out var problem)
                ? (ImageResult)new ImageFailed(target.Name, problem, LogOf(request, target.Name)) { IsStepLost = SolveFailure.IsLostStep(problem.What) }
                : new ImageNotBuilt(target.Name, Because(request, target.Name, failures))),
        ];
    }

    private static string Because(SolveRequest request, string name, ImmutableDictionary<string, Problem> failures) =>
        request.Ancestors(name).FirstOrDefault(a => failures.ContainsKey(a.Name)) is { } parent
            ? $"{parent.Name} failed"
            : request.Targets.FirstOrDefault(t => failures.ContainsKey(t.Name)) is { } other ? $"cancelled because {other.Name} failed" : "the engine lost its job";

    private static string? LogOf(SolveRequest request, string name) =>
        ImageLogs.PathOf(request.LogDirectory, name) is var path && File.Exists(path) ? path : null;

    private StrataException Lost() => new(ExitCode.Unreachable, new Problem(
        $"docker on {host.Name}", "the engine no longer answers", "see its log, then start it again; finished steps are cached"));
}
