using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Targets;

/// <summary>Plans the images of a call on the machines that build them, those first that others stand on.</summary>
/// <param name="session">The session.</param>
/// <param name="places">The machines.</param>
/// <param name="progress">Hears what happens.</param>
internal sealed class PlacesPlanning(StrataSession session, BuildPlaces places, IBuildProgress progress)
{
    private readonly ImmutableDictionary<BuildPlace, ImagePlanning> _plannings = places.All.ToImmutableDictionary(p => p, p => new ImagePlanning(session, p, progress));

    /// <summary>What is planned on a machine.</summary>
    public ImagePlanning On(BuildPlace place) => _plannings[place];

    /// <summary>The call publishes what it builds.</summary>
    public bool IsPublishing => _plannings.Values.Any(p => p.IsPublishing);

    /// <summary>The engines that build keep images by the digest of their manifest.</summary>
    public bool CanStandOnStored => _plannings.Values.All(p => p.Engine?.KeepsManifests != false);

    /// <summary>Plans; as <see cref="ImagePlanning.PlanAsync"/> does on one machine.</summary>
    public async Task<BuildPlan> PlanAsync(BuildPlan first, bool isForBuild, CancellationToken cancellation)
    {
        var none = ImmutableDictionary<string, PlanStep>.Empty;
        if (!places.AreSeveral)
        {
            var plan = await On(places.All[0]).PlanAsync(first, isForBuild, none, cancellation);
            return places.All[0].Remote is { } host ? plan with { Steps = [.. plan.Steps.Select(s => s with { Host = host.Name })] } : plan;
        }

        var decided = none;
        var order = first.Steps.Select(s => s.Image.Name).ToImmutableArray();
        foreach (var group in Groups(order))
        {
            var place = places.Of(group[0]);
            var plan = await On(place).PlanAsync(Planner.Plan(session.Graph, group, first.Supply), isForBuild, decided, cancellation);
            decided = decided.SetItems(plan.Steps.Where(s => group.Contains(s.Image.Name)).Select(s => KeyValuePair.Create(s.Image.Name, s with { Host = place.Remote?.Name })));
        }

        return first with { Steps = [.. order.Select(name => decided[name])] };
    }

    // Images of one machine that stand on nothing but each other and on earlier groups.
    private ImmutableArray<string>[] Groups(ImmutableArray<string> images)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            levels[image] = session.Graph.Parents(session.Graph.Get(image))
                .Select(p => levels[p.Name] + (places.HostOf(p.Name) == places.HostOf(image) ? 0 : 1)).DefaultIfEmpty(0).Max();
        }

        return [.. images.GroupBy(i => (Level: levels[i], Host: places.HostOf(i))).OrderBy(g => g.Key.Level).Select(g => g.ToImmutableArray())];
    }
}
