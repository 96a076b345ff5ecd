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
                .Where(p => steps[p.Name].Reused is { Stored.IsAddressable: false } && !facts.Given.ContainsKey(p.Name))
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
            decided.Add(step.Image.Name, facts.Given.GetValueOrDefault(step.Image.Name) ?? (step.Action == PlanAction.Build ? Decide(step, decided, needed) : step));
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
            var remote = facts.Remote.GetValueOrDefault(name) is { } found && found.Fingerprint == inputs.Fingerprint ? found : null;
            if (Choose(step.Image, Local(step.Image, same, decided), remote, inputs, decided) is { } reused)
            {
                return step with { Action = PlanAction.Reuse, Reason = "nothing changed", Inputs = inputs, Reused = reused, Replaces = reused.Replaces };
            }

            reason = same.Length > 0 ? WhyNot(step.Image, same, decided)
                : remote is not null ? WhyNot(step.Image, decided)
                : WhyChanged(inputs, records);
        }

        return step with
        {
            Reason = reason,
            Inputs = inputs,
            NoCache = noCache,
            Expected = Expected(records),
            SizeBefore = records.FirstOrDefault(r => !r.Layers.IsEmpty)?.Layers.Sum(l => l.Bytes),
            Replaces = noCache || graph.Parents(step.Image).Any(p => decided[p.Name].Replaces),
        };
    }

    // Of two images of the same inputs, all machines take the registry's; but not before a refresh of this machine has been published.
    private ReusedImage? Choose(ImageDefinition image, ReusedImage? local, RemoteImage? remote, InputManifest inputs, Dictionary<string, PlanStep> decided)
    {
        if (remote is null || local is not null && remote.IsSame(local.Stored))
        {
            return local is null ? null : local with { Remote = remote };
        }

        if (local is { Record.IsRefresh: true } && !(remote.Created >= local.Record.When))
        {
            return local with { Replaces = true };
        }

        return StandsOnPlan(image, remote, decided) ? Remote(image, remote, inputs, decided) : local;
    }

    private ReusedImage Remote(ImageDefinition image, RemoteImage remote, InputManifest inputs, Dictionary<string, PlanStep> decided)
    {
        // Sizes are not told by a registry; where this machine once built the very image, it remembers them.
        var known = facts.RecordsOf(image.Name).FirstOrDefault(r => r.Digest == remote.Digest);
        var layers = known?.Layers ?? [.. remote.DiffIds.Select(d => new LayerSize(d, 0))];
        var parents = graph.Parents(image).ToImmutableSortedDictionary(p => p.Name, p => decided[p.Name].Reused!.Stored.Digest, StringComparer.Ordinal);
        var record = new BuildRecord(
            image.Name, inputs.Fingerprint, inputs, remote.Reference, remote.Digest, layers, parents, TimeSpan.Zero, remote.Created ?? DateTimeOffset.UnixEpoch, "registry", "");
        return new ReusedImage(record, new StoredImage(remote.Digest, remote.Fingerprint, [])) { Remote = remote, IsRemote = true };
    }

    private bool StandsOnPlan(ImageDefinition image, RemoteImage remote, Dictionary<string, PlanStep> decided)
    {
        var foundation = LayerBase.ParentOf(graph.Inputs(image));
        return graph.Parents(image).All(p => decided[p.Name].Reused is { } parent && (p.Name == foundation
            ? remote.StandsOn(parent.DiffIds)
            : parent.Remote?.Created is { } created && remote.Created >= created));
    }

    private ReusedImage? Local(ImageDefinition image, IEnumerable<BuildRecord> same, Dictionary<string, PlanStep> decided) => same
        .Where(r => StandsOnPlan(image, r, decided))
        .Select(r => Stored(r) is { } stored ? new ReusedImage(r, stored) : null)
        .FirstOrDefault(r => r is not null);

    // The label says again what the record says: a record that was damaged, or names a stranger's image, leads to no reuse.
    private StoredImage? Stored(BuildRecord record) =>
        facts.Stored.TryGetValue(record.Digest, out var stored) && stored.Fingerprint == record.Fingerprint ? stored : null;

    private bool StandsOnPlan(ImageDefinition image, BuildRecord record, Dictionary<string, PlanStep> decided) => graph.Parents(image).All(
        p => decided[p.Name].Reused is { } parent && record.Parents.GetValueOrDefault(p.Name) is { } digest && (digest == parent.Stored.Digest || digest == parent.Remote?.Digest));

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

    private string WhyNot(ImageDefinition image, Dictionary<string, PlanStep> decided)
    {
        var parents = graph.Parents(image);
        var built = parents.Where(p => decided[p.Name].Reused is null).Select(p => $"parent {p.Name}").ToArray();
        return ManifestDifference.Tell(built.Length > 0 ? [.. built] : [.. parents.Select(p => $"parent {p.Name} was refreshed")]);
    }

    private string WhyChanged(InputManifest inputs, ImmutableArray<BuildRecord> records) =>
        records.IsEmpty
            ? "never built here"
            : ManifestDifference.Tell(ManifestDifference.Between((records.FirstOrDefault(r => r.Workspace == facts.Workspace) ?? records[0]).Inputs, inputs));

    private static TimeSpan? Expected(ImmutableArray<BuildRecord> records) =>
        records.IsEmpty ? null : records.Take(RecordsForExpectation).Max(r => r.Duration);
}
