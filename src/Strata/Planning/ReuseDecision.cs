using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Planning;

/// <summary>Turns the builds of a plan into reuses where an image of the same inputs is there and stands on the very parent images of the plan.</summary>
internal sealed class ReuseDecision(ImageGraph graph, ReuseFacts facts)
{
    // One build may have come from BuildKit's cache; the slowest of the last few tells what a real one takes.
    private const int RecordsForExpectation = 8;

    public BuildPlan Decide(BuildPlan plan)
    {
        // An image that nothing can stand on by digest is built along with its children, and then all its other children are too.
        HashSet<string> needed = [];
        while (true)
        {
            var steps = Decide(plan.Steps, needed);
            var more = steps.Values
                .Where(s => s.Action == PlanAction.Build)
                .SelectMany(s => graph.Parents(s.Image))
                .Where(p => steps[p.Name].Reused is { Stored.IsAddressable: false })
                .Select(p => p.Name)
                .ToArray();
            if (more.Length == 0)
            {
                return plan with { Steps = [.. plan.Steps.Select(s => steps[s.Image.Name])] };
            }

            needed.UnionWith(more);
        }
    }

    private Dictionary<string, PlanStep> Decide(ImmutableArray<PlanStep> steps, HashSet<string> needed)
    {
        var decided = new Dictionary<string, PlanStep>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            decided.Add(step.Image.Name, step.Action == PlanAction.Build ? Decide(step, decided, needed) : step);
        }

        return decided;
    }

    private PlanStep Decide(PlanStep step, Dictionary<string, PlanStep> decided, HashSet<string> needed)
    {
        var name = step.Image.Name;
        var records = facts.RecordsOf(name);
        var inputs = facts.Manifests[name];
        var noCache = facts.NoCache.Contains(name);
        var reason = noCache ? "asked for without cache"
            : facts.IsForced ? "forced"
            : needed.Contains(name) ? "this engine has no way to stand on the stored one"
            : null;
        if (reason is null)
        {
            var same = records.Where(r => r.Fingerprint == inputs.Fingerprint).ToArray();
            if (Reusable(step.Image, same, decided) is { } reused)
            {
                return step with { Action = PlanAction.Reuse, Reason = "nothing changed", Inputs = inputs, Reused = reused };
            }

            reason = same.Length > 0 ? WhyNot(step.Image, same, decided) : WhyChanged(inputs, records);
        }

        return step with { Reason = reason, Inputs = inputs, NoCache = noCache, Expected = Expected(records) };
    }

    private ReusedImage? Reusable(ImageDefinition image, IEnumerable<BuildRecord> same, Dictionary<string, PlanStep> decided) => same
        .Where(r => StandsOnPlan(image, r, decided))
        .Select(r => Stored(r) is { } stored ? new ReusedImage(r, stored) : null)
        .FirstOrDefault(r => r is not null);

    // The label says again what the record says: a record that was damaged, or names a stranger's image, leads to no reuse.
    private StoredImage? Stored(BuildRecord record) =>
        facts.Stored.TryGetValue(record.Digest, out var stored) && stored.Fingerprint == record.Fingerprint ? stored : null;

    private bool StandsOnPlan(ImageDefinition image, BuildRecord record, Dictionary<string, PlanStep> decided) => graph.Parents(image).All(
        p => decided[p.Name].Reused is { } parent && record.Parents.GetValueOrDefault(p.Name) == parent.Stored.Digest);

    private string WhyNot(ImageDefinition image, BuildRecord[] same, Dictionary<string, PlanStep> decided)
    {
        var parents = graph.Parents(image);
        if (parents.Where(p => decided[p.Name].Reused is null).Select(p => p.Name).ToArray() is { Length: > 0 } built)
        {
            return ManifestDifference.Tell([.. built.Select(p => $"parent {p}")]);
        }

        return same.Any(r => StandsOnPlan(image, r, decided))
            ? "the image is gone from the engine"
            : ManifestDifference.Tell(
                [.. parents.Where(p => same[0].Parents.GetValueOrDefault(p.Name) != decided[p.Name].Reused!.Stored.Digest).Select(p => $"parent {p.Name} was refreshed")]);
    }

    private string WhyChanged(InputManifest inputs, ImmutableArray<BuildRecord> records) =>
        records.IsEmpty
            ? "never built here"
            : ManifestDifference.Tell(ManifestDifference.Between((records.FirstOrDefault(r => r.Workspace == facts.Workspace) ?? records[0]).Inputs, inputs));

    private static TimeSpan? Expected(ImmutableArray<BuildRecord> records) =>
        records.IsEmpty ? null : records.Take(RecordsForExpectation).Max(r => r.Duration);
}
