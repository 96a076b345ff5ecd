using System.Text;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>A graph as plain text.</summary>
public static class GraphText
{
    private const string Nothing = "scratch";

    /// <summary>
    /// A tree: upstreams at the left, each image once under the first thing that it stands on, what else it uses behind '+', then version and ports;
    /// below it consumed images and external services; lines end with a line feed.
    /// </summary>
    public static string Render(ImageGraph graph)
    {
        if (graph.Images.IsEmpty)
        {
            return "no images\n";
        }

        var lines = new List<(string Tree, string Facts)>();
        foreach (var root in graph.Images.Where(i => graph.Parents(i).IsEmpty).GroupBy(RootOf))
        {
            lines.Add((root.Key, ""));
            Add(graph, [.. root], "", lines);
        }

        lines.AddRange(graph.Consumed.Select(c => (GraphEdge.Familiar(c.Upstream), $"consumed as {c.Name}")));
        lines.AddRange(graph.External.Select(e => (e.Name, $"external, at {e.Variable} for {string.Join(", ", graph.Images.Where(i => i.Container.External.Contains(e)).Select(i => i.Name))}")));
        var width = lines.Where(l => l.Facts.Length > 0).Select(l => l.Tree.Length).DefaultIfEmpty().Max();
        var text = new StringBuilder();
        foreach (var (tree, facts) in lines)
        {
            text.Append(facts.Length == 0 ? tree : $"{tree.PadRight(width)}  {facts}").Append('\n');
        }

        return text.ToString();
    }

    // A stack of what is still to be written: a chain of parents may be deeper than the thread's own.
    private static void Add(ImageGraph graph, IReadOnlyList<ImageDefinition> images, string indent, List<(string Tree, string Facts)> lines)
    {
        var waiting = new Stack<(ImageDefinition Image, string Indent, bool IsLast)>();
        Push(images, indent);
        while (waiting.TryPop(out var next))
        {
            lines.Add(($"{next.Indent}{(next.IsLast ? "└─ " : "├─ ")}{next.Image.Name}", Facts(graph, next.Image)));
            Push(
                [.. graph.Children(next.Image).Where(c => graph.Parents(c)[0] == next.Image)],
                next.Indent + (next.IsLast ? "   " : "│  "));
        }

        void Push(IReadOnlyList<ImageDefinition> siblings, string indentation)
        {
            for (var i = siblings.Count - 1; i >= 0; i--)
            {
                waiting.Push((siblings[i], indentation, i == siblings.Count - 1));
            }
        }
    }

    private static string RootOf(ImageDefinition image) => image.Upstreams.IsEmpty ? Nothing : GraphEdge.Familiar(image.Upstreams[0]);

    private static string Facts(ImageGraph graph, ImageDefinition image)
    {
        var parents = graph.Parents(image);
        var others = parents.Skip(1).Select(p => p.Name).Concat(image.Upstreams.Skip(parents.IsEmpty ? 1 : 0).Select(GraphEdge.Familiar)).Concat(image.Sources.Select(GraphEdge.Short)).ToArray();
        string?[] facts =
        [
            others.Length > 0 ? "+ " + string.Join(", ", others) : null,
            image.Version,
            image.Ports.IsEmpty ? null : string.Join(", ", image.Ports.Select(ImageFacts.Port)),
            ImageFacts.Missing(graph, image),
        ];
        return string.Join("  ", facts.OfType<string>());
    }
}
