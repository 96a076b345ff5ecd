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

    /// <summary>How patient a solve is with a silent engine.</summary>
    public StallLimits Limits { get; init; } = StallLimits.Default;

    /// <summary>The clock of logs and of the watch for stalls.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc />
    public async Task<ImmutableArray<ImageResult>> SolveAsync(SolveRequest request, IBuildProgress progress, CancellationToken cancellation)
    {
        if (request.Targets.IsEmpty)
        {
            return [];
        }

        var run = $"{scratch.TrimEnd('/')}/solve-{Guid.NewGuid():N}";
        try
        {
            var dockerfiles = await WriteDockerfilesAsync(request, run, cancellation).ConfigureAwait(false);
            var bake = BakeFile.Render(request, engine, dockerfiles);
            await host.WriteFileAsync($"{run}/bake.json", Encoding.UTF8.GetBytes(bake), isPrivate: true, cancellation).ConfigureAwait(false);

            using var logs = new ImageLogs(request.LogDirectory, request.AppendLogs, Clock);
            var locked = new LockedProgress(progress);
            var reader = new SolveProgress(request, locked, logs, Clock);
            var exit = await BakeAsync(request, run, reader, locked, cancellation).ConfigureAwait(false);
            return exit == 0
                ? await BuiltAsync(request, run, reader, locked, cancellation).ConfigureAwait(false)
                : await FailedAsync(request, reader, locked, exit, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await CleanAsync(run).ConfigureAwait(false);
        }
    }

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

    private async Task<Dictionary<string, string>> WriteDockerfilesAsync(SolveRequest request, string run, CancellationToken cancellation)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in request.Targets.Where(t => t.UseBuiltInFrontend))
        {
            if (BuiltInFrontend.WithoutSyntax(target.DockerfileText) is not { } text)
            {
                continue;
            }

            var original = HostPath.Join(request.ContextRoot, target.Dockerfile);
            var copy = written[target.Name] = $"{run}/{target.Name}/{HostPath.Name(original)}";
            await host.WriteFileAsync(copy, Encoding.UTF8.GetBytes(text), isPrivate: true, cancellation).ConfigureAwait(false);
            if (await host.ReadFileAsync($"{original}.dockerignore", cancellation).ConfigureAwait(false) is { } ignore)
            {
                await host.WriteFileAsync($"{copy}.dockerignore", ignore, isPrivate: true, cancellation).ConfigureAwait(false);
            }
        }

        return written;
    }

    private async Task<int> BakeAsync(SolveRequest request, string run, SolveProgress reader, LockedProgress progress, CancellationToken cancellation)
    {
        ImmutableArray<string> builder = engine.Builder is null ? [] : ["--builder", engine.Builder];
        ImmutableArray<string> allow = engine.HostNetworkOnly && HasAllow(engine.BuildxVersion) ? ["--allow", "network.host"] : [];
        var command = engine.BuildxCommand(
            [.. builder, "bake", "--file", $"{run}/bake.json", "--progress", "rawjson", "--metadata-file", $"{run}/metadata.json", .. allow, "--", .. request.Targets.Select(t => t.Name)]) with
        {
            WorkingDirectory = run,
            Environment = engine.Environment.SetItems(Surroundings),
            InterruptFirst = true,
        };

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watch = new StallWatch(Limits, new EnginePing(host, engine).AnswersAsync, silence => progress.Report(new BuildEvent.Stalled(silence)), Clock);
        var watching = watch.WatchAsync(ending.Token);
        var baking = host.RunAsync(
            command,
            line =>
            {
                watch.Heard();
                reader.Read(line.Text);
            },
            ending.Token);
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

    /// <summary>Older ones than 0.17 grant what the file asks for, and do not know the option.</summary>
    private static bool HasAllow(string buildx) => !Version.TryParse(buildx.Split('+', '-', '~')[0].TrimStart('v'), out var version) || version >= new Version(0, 17);

    private async Task<ImmutableArray<ImageResult>> BuiltAsync(SolveRequest request, string run, SolveProgress reader, IBuildProgress progress, CancellationToken cancellation)
    {
        var metadata = await host.ReadFileAsync($"{run}/metadata.json", cancellation).ConfigureAwait(false);
        var digests = BakeMetadata.Digests(metadata ?? "{}"u8.ToArray());
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
        if (failures.IsEmpty)
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
                ? (ImageResult)new ImageFailed(target.Name, problem, LogOf(request, target.Name))
                : new ImageNotBuilt(target.Name, Because(request, target.Name, failures))),
        ];
    }

    private static string Because(SolveRequest request, string name, ImmutableDictionary<string, Problem> failures) =>
        request.Ancestors(name).FirstOrDefault(a => failures.ContainsKey(a.Name)) is { } parent
            ? $"{parent.Name} failed"
            : $"cancelled because {request.Targets.First(t => failures.ContainsKey(t.Name)).Name} failed";

    private static string? LogOf(SolveRequest request, string name) =>
        ImageLogs.PathOf(request.LogDirectory, name) is var path && File.Exists(path) ? path : null;

    private StrataException Lost() => new(ExitCode.Unreachable, new Problem(
        $"docker on {host.Name}", "the engine no longer answers", "see its log, then start it again; finished steps are cached"));
}
