using System.Text;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>A graph as a Mermaid flowchart, which Markdown viewers draw.</summary>
public static class GraphMermaid
{
    /// <summary>Parents left; what an image only copies or mounts from has a dotted line, upstreams are rounded; lines end with a line feed.</summary>
    public static string Render(ImageGraph graph)
    {
        var edges = GraphEdge.All(graph).ToList();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = new StringBuilder("flowchart LR\n");
        foreach (var upstream in edges.Where(e => e.IsUpstream).Select(e => e.From).Distinct())
        {
            ids[Key(upstream, isUpstream: true)] = $"u{ids.Count}";
            text.Append($"  {ids[Key(upstream, isUpstream: true)]}([\"{Escape(upstream)}\"])\n");
        }

        foreach (var (index, image) in graph.Consumed.Index())
        {
            text.Append($"  c{index}([\"{Escape(GraphEdge.Familiar(image.Upstream))}<br>consumed as {Escape(image.Name)}\"])\n");
        }

        foreach (var image in graph.Images)
        {
            var facts = ImageFacts.Short(image);
            ids[Key(image.Name, isUpstream: false)] = $"i{ids.Count}";
            text.Append($"  {ids[Key(image.Name, isUpstream: false)]}[\"{Escape(image.Name)}{(facts.Length > 0 ? $"<br>{Escape(facts)}" : "")}\"]\n");
        }

        foreach (var edge in edges)
        {
            text.Append($"  {ids[Key(edge.From, edge.IsUpstream)]} {(edge.IsBase ? "-->" : "-.->")} {ids[Key(edge.To, isUpstream: false)]}\n");
        }

        return text.ToString();
    }

    private static string Key(string name, bool isUpstream) => (isUpstream ? "upstream " : "image ") + name;

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
