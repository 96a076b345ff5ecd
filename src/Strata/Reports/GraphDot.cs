using System.Text;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>A graph in Graphviz' language.</summary>
public static class GraphDot
{
    private const string Head =
        """
        digraph images {
          rankdir=LR;
          node [shape=box, style=rounded, fontname="sans-serif"];

        """;

    /// <summary>Parents left; what an image only copies or mounts from has a dashed line, upstreams are ellipses; lines end with a line feed.</summary>
    public static string Render(ImageGraph graph)
    {
        var edges = GraphEdge.All(graph).ToList();
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var upstream in edges.Where(e => e.IsUpstream).Select(e => e.From).Distinct())
        {
            text.Append($"  {Id(upstream, isUpstream: true)} [label={Quote(upstream)}, shape=ellipse, style=dashed];\n");
        }

        foreach (var image in graph.Consumed)
        {
            text.Append($"  {Id("consumed " + image.Name, isUpstream: true)} [label={Quote($"{GraphEdge.Familiar(image.Upstream)}\nconsumed as {image.Name}")}, shape=ellipse, style=dashed];\n");
        }

        foreach (var image in graph.Images)
        {
            var facts = ImageFacts.Short(image);
            var label = Quote(facts.Length > 0 ? $"{image.Name}\n{facts}" : image.Name);
            var tooltip = ImageFacts.Summary(image) is { } summary ? $", tooltip={Quote(summary)}" : "";
            text.Append($"  {Id(image.Name, isUpstream: false)} [label={label}{tooltip}];\n");
        }

        foreach (var edge in edges)
        {
            text.Append($"  {Id(edge.From, edge.IsUpstream)} -> {Id(edge.To, isUpstream: false)}{(edge.IsBase ? "" : " [style=dashed]")};\n");
        }

        return text.Append("}\n").ToString();
    }

    // An image and an upstream may have the same name.
    private static string Id(string name, bool isUpstream) => Quote(isUpstream ? "upstream " + name : name);

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
