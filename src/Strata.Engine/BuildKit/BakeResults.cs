using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Planning;

namespace Strata.Engine.BuildKit;

/// <summary>What became of each image of a bake that has ended.</summary>
/// <param name="host">Where it ran.</param>
/// <param name="engine">The engine that has the images.</param>
/// <param name="request">What was asked for.</param>
/// <param name="reader">What bake said.</param>
/// <param name="progress">Hears of what is odd.</param>
internal sealed class BakeResults(IBuildHost host, EngineConnection engine, SolveRequest request, SolveProgress reader, IBuildProgress progress)
{
    /// <summary>The results when all went well.</summary>
    /// <param name="digests">What bake told, by target.</param>
    /// <param name="cancellation">Ends the reading of layers.</param>
    /// <exception cref="StrataException">An image has no digest.</exception>
    public async Task<ImmutableArray<ImageResult>> BuiltAsync(IReadOnlyDictionary<string, string> digests, CancellationToken cancellation)
    {
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

        var built = await MeasureAsync(digests, cancellation).ConfigureAwait(false);
        return [.. request.Targets.Select(t => built[t.Name])];
    }

    /// <summary>The results when bake failed and the engine still answers.</summary>
    /// <param name="exit">Bake's exit code.</param>
    /// <param name="cancellation">Ends the reading of layers.</param>
    /// <exception cref="StrataException">Bake failed on none of the images.</exception>
    public async Task<ImmutableArray<ImageResult>> FailedAsync(int exit, CancellationToken cancellation)
    {
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

        var built = await MeasureAsync(reader.Exported, cancellation).ConfigureAwait(false);
        return
        [
            .. request.Targets.Select(target => built.TryGetValue(target.Name, out var there) ? there
                : failures.TryGetValue(target.Name, out var problem)
                ? (ImageResult)new ImageFailed(target.Name, problem, LogOf(target.Name)) { IsStepLost = SolveFailure.IsLostStep(problem.What) }
                : new ImageNotBuilt(target.Name, Because(target.Name, failures))),
        ];
    }

    // Results of the targets that have a digest, with their layers.
    private async Task<Dictionary<string, ImageResult>> MeasureAsync(IReadOnlyDictionary<string, string> digests, CancellationToken cancellation)
    {
        var built = request.Targets.Where(t => digests.ContainsKey(t.Name)).ToImmutableArray();
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

    private string Because(string name, ImmutableDictionary<string, Problem> failures) =>
        request.Ancestors(name).FirstOrDefault(a => failures.ContainsKey(a.Name)) is { } parent
            ? $"{parent.Name} failed"
            : request.Targets.FirstOrDefault(t => failures.ContainsKey(t.Name)) is { } other ? $"cancelled because {other.Name} failed" : "the engine lost its job";

    private string? LogOf(string name) => ImageLogs.PathOf(request.LogDirectory, name) is var path && File.Exists(path) ? path : null;
}
