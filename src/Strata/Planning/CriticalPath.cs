using System.Collections.Immutable;

namespace Strata.Planning;

/// <summary>The chain of images, each standing on the one before, whose builds take longest one after another.</summary>
/// <param name="Images">Names, parents first; empty when nothing is built.</param>
/// <param name="Expected">How long the chain takes by earlier builds; null when an image of the plan was never built, so that nobody knows.</param>
public sealed record CriticalPath(ImmutableArray<string> Images, TimeSpan? Expected)
{
    internal static CriticalPath Find(IEnumerable<PlanStep> steps)
    {
        var chains = new Dictionary<string, (TimeSpan Length, string? Parent)>(StringComparer.Ordinal);
        var isKnown = true;
        (string? Name, TimeSpan Length) longest = (null, TimeSpan.Zero);
        foreach (var step in steps.Where(s => s.Action == PlanAction.Build))
        {
            isKnown &= step.Expected is not null;
            var parent = step.Image.Parents.Where(chains.ContainsKey).MaxBy(p => chains[p].Length);
            var length = (parent is null ? TimeSpan.Zero : chains[parent].Length) + (step.Expected ?? TimeSpan.Zero);
            chains[step.Image.Name] = (length, parent);
            if (longest.Name is null || length > longest.Length)
            {
                longest = (step.Image.Name, length);
            }
        }

        var images = new List<string>();
        for (var at = longest.Name; at is not null; at = chains[at].Parent)
        {
            images.Add(at);
        }

        images.Reverse();
        return new CriticalPath([.. images], isKnown && longest.Name is not null ? longest.Length : null);
    }
}
