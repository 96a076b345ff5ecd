using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Records;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Writes down what a run has built.</summary>
/// <param name="log">Where records go.</param>
/// <param name="engine">The engine, for people.</param>
/// <param name="workspace">The clone that is built from.</param>
/// <param name="clock">When images are finished.</param>
public sealed class BuildRecorder(RecordLog log, string engine, string workspace, TimeProvider clock)
{
    /// <summary>Writes a record for each image that the run has built so far, but for those of which nobody can say for certain what they are made of.</summary>
    /// <param name="plan">The plan that is carried out.</param>
    /// <param name="run">The run; it has ended.</param>
    /// <param name="findChanged">Which of some images changed while they were built (<see cref="ChangedInputs"/>).</param>
    /// <param name="progress">Hears of images that are left out.</param>
    /// <param name="isOurs">Which images the log is for; null for all.</param>
    /// <returns>Those that changed: they are not what their fingerprints say.</returns>
    public async Task<ImmutableHashSet<string>> WriteAsync(
        BuildPlan plan, ImageBuildRun run, Func<IReadOnlyCollection<PlanStep>, Task<ImmutableHashSet<string>>> findChanged, IBuildProgress progress, Predicate<PlanStep>? isOurs = null)
    {
        var there = plan.Steps.Select(s => run.Known(s.Image.Name)).OfType<ImageAvailable>().Where(r => run.IsCertain(r.Image)).ToDictionary(r => r.Image, StringComparer.Ordinal);
        var built = plan.ToBuild.Where(s => isOurs?.Invoke(s) != false && s.Inputs is not null && there.ContainsKey(s.Image.Name) && s.Image.Parents.All(there.ContainsKey)).ToArray();
        if (built.Length == 0)
        {
            return [];
        }

        var changed = await findChanged(built).ConfigureAwait(false);
        var records = new List<BuildRecord>();
        foreach (var step in built)
        {
            var (name, inputs) = (step.Image.Name, step.Inputs!);
            if (changed.Contains(name))
            {
                progress.Report(new BuildEvent.Warning(name, "its files changed while it was built, so it is not reused next time"));
                continue;
            }

            var image = (ImageBuilt)there[name];
            var parents = step.Image.Parents.Distinct().ToImmutableSortedDictionary(p => p, p => run.DigestBelow(name, p) ?? there[p].Digest, StringComparer.Ordinal);
            records.Add(new BuildRecord(name, inputs.Fingerprint, inputs, image.Reference, image.Digest, image.Layers, parents, image.Duration, clock.GetUtcNow(), engine, workspace)
            {
                IsRefresh = step.Replaces,
            });
        }

        await log.AppendAsync(records, CancellationToken.None).ConfigureAwait(false);
        return changed;
    }
}
