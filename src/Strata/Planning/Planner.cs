using System.Collections.Immutable;
using Strata.Graph;

namespace Strata.Planning;

/// <summary>Decides what is to be done for the images asked for and all that they stand on.</summary>
public static class Planner
{
    /// <summary>Plans a build that knows of nothing built before.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">Names of images or targets; null for all images.</param>
    /// <param name="supply">Where upstream bytes come from.</param>
    /// <exception cref="DefinitionException">Names that the graph does not know: all of them.</exception>
    public static BuildPlan Plan(ImageGraph graph, IReadOnlyCollection<string>? images, Supply supply)
    {
        var asked = images is null ? [.. graph.Images] : Find(graph, images);
        var wanted = (images is null ? asked : asked.Concat(asked.SelectMany(a => graph.Ancestors(a)))).Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var names = asked.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        foreach (var image in graph.Images.Where(i => wanted.Contains(i.Name)))
        {
            var isAskedFor = names.Contains(image.Name);
            var step = WhySkipped(image, graph, supply, missing) is { } reason
                ? new PlanStep(image, PlanAction.Skip, reason)
                : new PlanStep(image, PlanAction.Build, isAskedFor ? "asked for" : $"parent of {FirstChild(image, graph, wanted)}");
            steps.Add(step with { IsAskedFor = isAskedFor });
        }

        return new BuildPlan(supply, steps.DrainToImmutable());
    }

    /// <summary>Makes of a plan that knows of nothing built before one that reuses what is there already.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="facts">A manifest for each image that is not skipped, and what is remembered and there.</param>
    public static BuildPlan Reuse(ImageGraph graph, BuildPlan plan, ReuseFacts facts) => new ReuseDecision(graph, facts).Decide(plan);

    private static HashSet<ImageDefinition> Find(ImageGraph graph, IReadOnlyCollection<string> names)
    {
        HashSet<ImageDefinition> found = [];
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var name in names)
        {
            try
            {
                found.Add(graph.Get(name));
            }
            catch (DefinitionException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        return problems.Count > 0 ? throw new DefinitionException(problems.DrainToImmutable()) : found;
    }

    // 'missing' holds for each image left out the one that the supply does not have: itself or one below it.
    private static string? WhySkipped(ImageDefinition image, ImageGraph graph, Supply supply, Dictionary<string, string> missing)
    {
        if (image.Unavailable.TryGetValue(supply, out var reason))
        {
            missing[image.Name] = image.Name;
            return $"not in the {supply.ToWord()} supply: {reason}";
        }

        var below = graph.Parents(image).Select(p => missing.GetValueOrDefault(p.Name)).FirstOrDefault(m => m is not null);
        if (below is null)
        {
            return null;
        }

        missing[image.Name] = below;
        return $"stands on {below}, which is not in the {supply.ToWord()} supply";
    }

    private static string FirstChild(ImageDefinition image, ImageGraph graph, HashSet<string> wanted) =>
        graph.Children(image).First(c => wanted.Contains(c.Name)).Name;
}
