using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Records;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Progress that also writes down each image as soon as it is built, so that a call that is cut short loses nothing.</summary>
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
    private Task _written = Task.CompletedTask;

    /// <summary>Ends when all that was heard of so far is written down.</summary>
    public Task Written
    {
        get
        {
            lock (_lock)
            {
                return _written;
            }
        }
    }

    /// <inheritdoc/>
    public void Report(BuildEvent happened)
    {
        if (happened is BuildEvent.ImageFinished { Result: ImageBuilt built })
        {
            Add(built);
        }

        inner.Report(happened);
    }

    private void Add(ImageBuilt built)
    {
        lock (_lock)
        {
            _digests[built.Image] = built.Digest;
            var step = _steps[built.Image];
            var parents = step.Image.Parents.Where(_digests.ContainsKey).ToImmutableSortedDictionary(p => p, p => _digests[p], StringComparer.Ordinal);

            // Without the digest of each parent nobody could tell later whether the image stands on it.
            if (step.Inputs is { } inputs && parents.Count == step.Image.Parents.Distinct().Count())
            {
                var record = new BuildRecord(
                    built.Image, inputs.Fingerprint, inputs, built.Reference, built.Digest, built.Layers, parents, built.Duration, clock.GetUtcNow(), engine, workspace);
                _written = WriteAsync(_written, record);
            }
        }
    }

    private async Task WriteAsync(Task earlier, BuildRecord record)
    {
        await earlier.ConfigureAwait(false);
        await log.AppendAsync(record, CancellationToken.None).ConfigureAwait(false);
    }
}
