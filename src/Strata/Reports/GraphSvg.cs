using System.Net;
using System.Text;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>A graph as an SVG drawing that needs nothing from outside, in the colours that the viewer prefers.</summary>
public static class GraphSvg
{
    internal const string Style =
        """
        .strata { --ink: #1b1f24; --faint: #656d76; --line: #afb8c1; --paper: #ffffff; --box: #f6f8fa; --edge: #8c959f; --base: #0969da; --base-box: #ddf4ff; background: var(--paper); font: 13px ui-sans-serif, system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        @media (prefers-color-scheme: dark) { .strata { --ink: #e6edf3; --faint: #9198a1; --line: #484f58; --paper: #0d1117; --box: #161b22; --edge: #6e7681; --base: #58a6ff; --base-box: #0c2d53; } }
        .strata rect { fill: var(--box); stroke: var(--line); }
        .strata text { fill: var(--ink); }
        .strata .facts { fill: var(--faint); font-size: 11px; }
        .strata .has-children rect { fill: var(--base-box); stroke: var(--base); }
        .strata .upstream rect { fill: none; stroke-dasharray: 4 3; }
        .strata .upstream text { fill: var(--faint); }
        .strata .missing { opacity: .5; }
        .strata path { fill: none; stroke: var(--edge); stroke-width: 1.2; }
        .strata .c1 { stroke: #0969da; } .strata .c2 { stroke: #bf5600; } .strata .c3 { stroke: #1a8a3e; } .strata .c4 { stroke: #a347ba; }
        .strata .c5 { stroke: #c93c5b; } .strata .c6 { stroke: #0a8f8f; } .strata .c7 { stroke: #8a7300; } .strata .c8 { stroke: #6a6fd8; }
        .strata path.uses { stroke-dasharray: 3 4; }
        .strata .box:hover rect { stroke-width: 2; }
        .strata .healthy rect, .strata .running rect { fill: #dafbe1; stroke: #1a7f37; } .strata .starting rect { fill: #fff8c5; stroke: #9a6700; }
        .strata .unhealthy rect, .strata .exited rect { fill: #ffebe9; stroke: #cf222e; }
        .strata .healthy text, .strata .running text, .strata .starting text, .strata .unhealthy text, .strata .exited text { fill: #1b1f24; }
        """;

    /// <summary>Columns from what images stand on to what stands on them; each box says more when pointed at; lines end with a line feed.</summary>
    public static string Render(ImageGraph graph) => Render(graph, linkOf: null);

    /// <summary>The same with how services stand: their boxes have its colour and say it.</summary>
    public static string Render(ImageGraph graph, IEnumerable<ServiceState> services) =>
        Render(graph, linkOf: null, services.Where(s => s.Condition != ServiceCondition.Absent).ToDictionary(s => s.Image, StringComparer.Ordinal));

    /// <param name="graph">The graph.</param>
    /// <param name="linkOf">Where a click on an image's box leads; null for nowhere.</param>
    /// <param name="states">How services stand, by image; null for a drawing without.</param>
    internal static string Render(ImageGraph graph, Func<ImageDefinition, string>? linkOf, IReadOnlyDictionary<string, ServiceState>? states = null)
    {
        var layout = new GraphLayout(graph);
        var uses = GraphEdge.All(graph).ToLookup(e => e.To, e => e.From);
        var text = new StringBuilder();
        text.Append(FormattableString.Invariant(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"strata\" role=\"img\" width=\"{layout.Width:0}\" height=\"{layout.Height:0}\" viewBox=\"0 0 {layout.Width:0} {layout.Height:0}\">\n"));
        text.Append($"<title>{graph.Images.Length} {(graph.Images.Length == 1 ? "image" : "images")}</title>\n<style>\n{Style.ReplaceLineEndings("\n")}\n</style>\n");

        // Where lines of many parents run side by side, each parent has its colour.
        var colours = layout.Edges.Select(e => e.From).Distinct().Index().ToDictionary(p => p.Item, p => p.Index % 8 + 1);
        foreach (var edge in layout.Edges)
        {
            var colour = colours.Count > 4 ? $"c{colours[edge.From]}" : "";
            var classes = $"{colour}{(edge.IsBase ? "" : " uses")}".Trim();
            text.Append($"<path{(classes.Length > 0 ? $" class=\"{classes}\"" : "")} data-from=\"{Escape(edge.From)}\" data-to=\"{Escape(edge.To)}\" d=\"{layout.Path(edge)}\"/>\n");
        }

        foreach (var box in layout.Boxes)
        {
            Append(text, graph, layout, box, Tooltip(graph, box, uses), box.Image is null ? null : linkOf?.Invoke(box.Image), box.Image is null ? null : states?.GetValueOrDefault(box.Image.Name));
        }

        return text.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder text, ImageGraph graph, GraphLayout layout, GraphBox box, string tooltip, string? link, ServiceState? state)
    {
        var facts = box.Image is null ? "upstream" : state is not null ? $"{state.Word}  {state.Address}".TrimEnd() : ImageFacts.Short(box.Image);
        var (x, y) = (box.X + layout.BoxWidth / 2, box.Y + (facts.Length > 0 ? 17 : 24.5));
        text.Append(link is null ? "" : $"<a href=\"{Escape(link)}\">");
        text.Append($"<g class=\"box{Classes(graph, box)}{(state is null ? "" : " " + state.Condition.ToString().ToLowerInvariant())}\"{(box.Image is null ? "" : $" data-name=\"{Escape(box.Image.Name)}\"")}><title>{Escape(tooltip)}</title>");
        text.Append(FormattableString.Invariant(
            $"<rect x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{layout.BoxWidth:0.#}\" height=\"{GraphLayout.BoxHeight:0.#}\" rx=\"6\"/>"));
        text.Append(FormattableString.Invariant($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"middle\"{Fit(box.Label, layout)}>"));
        text.Append($"{Escape(box.Label)}</text>");
        if (facts.Length > 0)
        {
            text.Append(FormattableString.Invariant($"<text class=\"facts\" x=\"{x:0.#}\" y=\"{box.Y + 32:0.#}\" text-anchor=\"middle\">")).Append($"{Escape(facts)}</text>");
        }

        text.Append(link is null ? "</g>\n" : "</g></a>\n");
    }

    private static string Classes(ImageGraph graph, GraphBox box) =>
        box.Image is null ? " upstream"
        : (graph.Children(box.Image).IsEmpty ? "" : " has-children") + (graph.Inputs(box.Image).References is null ? " missing" : "");

    // A name that is wider than the widest box is squeezed into it.
    private static string Fit(string label, GraphLayout layout) =>
        label.Length * 7.4 + 16 > layout.BoxWidth ? FormattableString.Invariant($" textLength=\"{layout.BoxWidth - 16:0.#}\" lengthAdjust=\"spacingAndGlyphs\"") : "";

    private static string Tooltip(ImageGraph graph, GraphBox box, ILookup<string, string> uses)
    {
        if (box.Image is not { } image)
        {
            return $"{box.Label}: from outside the graph";
        }

        string?[] lines =
        [
            image.Name,
            ImageFacts.Summary(image),
            uses.Contains(image.Name) ? $"stands on {string.Join(", ", uses[image.Name])}" : null,
            graph.Children(image) is { Length: > 0 } children ? $"{children.Length} stand on it" : null,
            image.Ports.IsEmpty ? null : "ports " + string.Join(", ", image.Ports.Select(ImageFacts.Port)),
            ImageFacts.Missing(graph, image),
            image.Origin?.ToString(),
        ];
        return string.Join('\n', lines.OfType<string>());
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
