namespace Strata.Graph.Checks;

/// <summary>No image stands on itself, directly or through others.</summary>
internal static class CycleCheck
{
    public static IEnumerable<Problem> Check(GraphSheets graph)
    {
        var left = OnCycles(graph);
        foreach (var sheet in graph.Sheets.Where(s => left.Contains(s)).ToArray())
        {
            // Images that stand between two cycles are left too, but on none.
            if (left.Contains(sheet) && Cycle(sheet, graph, left) is { } cycle)
            {
                left.ExceptWith(cycle);
                var path = string.Join(" -> ", cycle.Append(sheet).Select(s => s.Image.Name));
                yield return new Problem(
                    sheet.Image.Origin?.ToString() ?? $"image '{sheet.Image.Name}'", $"images stand on each other: {path}", "take one of these parents away");
            }
        }
    }

    // Takes away images without parents, then images without children, until only cycles and what lies between them remain.
    private static HashSet<ImageSheet> OnCycles(GraphSheets graph)
    {
        var parents = graph.Sheets.ToDictionary(s => s, s => graph.Parents(s).ToArray());
        var children = parents.SelectMany(p => p.Value.Select(parent => (Parent: parent, Child: p.Key))).ToLookup(p => p.Parent, p => p.Child);
        var left = graph.Sheets.ToHashSet();
        Strip(left, s => parents[s], s => children[s]);
        Strip(left, s => children[s], s => parents[s]);
        return left;
    }

    private static void Strip(HashSet<ImageSheet> left, Func<ImageSheet, IEnumerable<ImageSheet>> before, Func<ImageSheet, IEnumerable<ImageSheet>> after)
    {
        var count = left.ToDictionary(s => s, s => before(s).Count(left.Contains));
        var ready = new Queue<ImageSheet>(left.Where(s => count[s] == 0));
        while (ready.TryDequeue(out var sheet))
        {
            left.Remove(sheet);
            foreach (var next in after(sheet).Where(count.ContainsKey))
            {
                if (--count[next] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }
    }

    // The shortest way from the image over parents back to itself.
    private static List<ImageSheet>? Cycle(ImageSheet start, GraphSheets graph, HashSet<ImageSheet> left)
    {
        var cameFrom = new Dictionary<ImageSheet, ImageSheet?> { [start] = null };
        var waiting = new Queue<ImageSheet>([start]);
        while (waiting.TryDequeue(out var sheet))
        {
            foreach (var parent in graph.Parents(sheet))
            {
                if (parent == start)
                {
                    List<ImageSheet> cycle = [];
                    for (var at = sheet; at is not null; at = cameFrom[at])
                    {
                        cycle.Add(at);
                    }

                    cycle.Reverse();
                    return cycle;
                }

                if (left.Contains(parent) && cameFrom.TryAdd(parent, sheet))
                {
                    waiting.Enqueue(parent);
                }
            }
        }

        return null;
    }
}
