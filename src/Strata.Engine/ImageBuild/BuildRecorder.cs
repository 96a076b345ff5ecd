using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Records;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Progress that also keeps what was built, to write it down at the end.</summary>
/// <param name="inner">Hears everything.</param>
/// <param name="log">Where records go.</param>
/// <param name="plan">The plan that is carried out.</param>
/// <param name="engine">The engine, for people.</param>
/// <param name="workspace">The clone that is built from.</param>
/// <param name="clock">When images are finished.</param>
public sealed class BuildRecorder(IBuildProgress inner, RecordLog log, BuildPlan plan, string engine, string workspace, TimeProvider clock) : IBuildProgress
{
    private readonly Lock _lock = new();
    private readonly ImmutableDictionary<string, PlanStep> _steps = plan.Steps.ToImmutableDictionary(s => s.Image.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _digests = plan.ToReuse.ToDictionary(s => s.Image.Name, s => s.Reused!.Stored.Digest, StringComparer.Ordinal);
    private readonly List<BuildRecord> _built = [];

    /// <inheritdoc/>
    public void Report(BuildEvent happened)
    {
        if (happened is BuildEvent.ImageFinished { Result: ImageBuilt built })
        {
            Add(built);
        }

        inner.Report(happened);
    }

    /// <summary>Writes down what was built, but for images whose inputs are others now than in the plan: nobody knows which of both BuildKit read.</summary>
    /// <param name="collect">The manifests of images as they are now.</param>
    public async Task WriteAsync(Func<IReadOnlyCollection<string>, Task<IReadOnlyDictionary<string, InputManifest>>> collect)
    {
        BuildRecord[] built;
        lock (_lock)
        {
            built = [.. _built];
            _built.Clear();
        }

        if (built.Length == 0)
        {
            return;
        }

        var now = await collect([.. built.Select(r => r.Image)]).ConfigureAwait(false);
        foreach (var record in built)
        {
            if (now.GetValueOrDefault(record.Image)?.Fingerprint == record.Fingerprint)
            {
                await log.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
            }
            else
            {
                inner.Report(new BuildEvent.Warning(record.Image, "its files changed while it was built, so it is not reused next time"));
            }
        }
    }

    private void Add(ImageBuilt built)
    {
        lock (_lock)
        {
            _digests[built.Image] = built.Digest;
            var step = _steps[built.Image];
            var parents = step.Image.Parents.Where(_digests.ContainsKey).ToImmutableSortedDictionary(p => p, p => _digests[p], StringComparer.Ordinal);

            // Without the digest of each parent nobody could tell later whether the image stands on it.
            if (step.Inputs is { } inputs && parents.Count == step.Image.Parents.Length)
            {
                _built.Add(new BuildRecord(
                    built.Image, inputs.Fingerprint, inputs, built.Reference, built.Digest, built.Layers, parents, built.Duration, clock.GetUtcNow(), engine, workspace));
            }
        }
    }
}
