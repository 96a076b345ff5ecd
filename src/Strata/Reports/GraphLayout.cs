using Strata.Graph;

namespace Strata.Reports;

/// <summary>
/// Where the boxes of a drawn graph stand: a column per level, parents left; a level with many images is wrapped into several columns.
/// All boxes stand on one grid of rows, so that the space between two rows is free for long lines.
/// </summary>
internal sealed class GraphLayout
{
    public const double BoxHeight = 40;
    public const double RowHeight = 56;
    private const double ColumnGap = 64;
    private const double WrapGap = 34;
    private const double Margin = 20;
    private const double CharacterWidth = 7.4;

    private readonly Dictionary<string, GraphBox> _boxes = new(StringComparer.Ordinal);
    private readonly int _maxRows;

    public GraphLayout(ImageGraph graph)
    {
        Edges = [.. GraphEdge.All(graph).Where(e => !e.IsUpstream || e.IsBase)];
        var upstreams = Edges.Where(e => e.IsUpstream).Select(e => e.From).Distinct().ToList();
        var names = graph.Images.Select(i => i.Name).Concat(upstreams).DefaultIfEmpty("");
        BoxWidth = Math.Clamp(names.Max(n => n.Length) * CharacterWidth + 28, 120, 260);

        // So many rows that the drawing is a bit wider than high.
        _maxRows = Math.Max(8, (int)Math.Ceiling(Math.Sqrt(graph.Images.Length * (BoxWidth + ColumnGap) / (1.6 * RowHeight))));
        var levels = graph.Levels.Select(l => l.Select(i => (Key: i.Name, Image: (ImageDefinition?)i)).ToList()).ToList();
        if (upstreams.Count > 0)
        {
            levels.Insert(0, [.. upstreams.Select(u => (UpstreamKey(u), (ImageDefinition?)null))]);
        }

        Place(levels);
    }

    public double BoxWidth { get; }

    public double Width { get; private set; }

    public double Height { get; private set; }

    public IReadOnlyList<GraphEdge> Edges { get; }

    public IReadOnlyCollection<GraphBox> Boxes => _boxes.Values;

    public GraphBox From(GraphEdge edge) => _boxes[edge.IsUpstream ? UpstreamKey(edge.From) : edge.From];

    public GraphBox To(GraphEdge edge) => _boxes[edge.To];

    /// <summary>The line of an edge as an SVG path: a curve to a neighbouring column, else along the free space above the row of its end.</summary>
    public string Path(GraphEdge edge)
    {
        var (from, to) = (From(edge), To(edge));
        var (x1, y1, x2, y2) = (from.X + BoxWidth, from.Y + BoxHeight / 2, to.X, to.Y + BoxHeight / 2);
        if (to.Column <= from.Column + 1)
        {
            return FormattableString.Invariant($"M{x1:0.#} {y1:0.#}C{(x1 + x2) / 2:0.#} {y1:0.#} {(x1 + x2) / 2:0.#} {y2:0.#} {x2:0.#} {y2:0.#}");
        }

        var lane = to.Y - (RowHeight - BoxHeight) / 2;
        var (enter, leave) = (x1 + from.Gap * 0.8, x2 - WrapGap * 0.8);
        return FormattableString.Invariant(
            $"M{x1:0.#} {y1:0.#}C{(x1 + enter) / 2:0.#} {y1:0.#} {(x1 + enter) / 2:0.#} {lane:0.#} {enter:0.#} {lane:0.#}H{leave:0.#}C{x2 - 6:0.#} {lane:0.#} {leave + 6:0.#} {y2:0.#} {x2:0.#} {y2:0.#}");
    }

    private static string UpstreamKey(string name) => "upstream " + name;

    private void Place(List<List<(string Key, ImageDefinition? Image)>> levels)
    {
        var rows = Math.Min(_maxRows, levels.Select(l => l.Count).DefaultIfEmpty(1).Max());
        var parents = Edges.ToLookup(e => e.To, e => e.IsUpstream ? UpstreamKey(e.From) : e.From);
        var withChildren = Edges.Select(e => e.From).ToHashSet(StringComparer.Ordinal);
        var column = 0;
        var x = Margin;
        foreach (var level in levels)
        {
            // Near their parents, so that lines cross seldom; of a wrapped level those with children in its last column, next to them.
            var columns = (level.Count + rows - 1) / rows;
            var ordered = level
                .OrderBy(b => columns > 1 && withChildren.Contains(b.Key))
                .ThenBy(b => parents[b.Key].Where(_boxes.ContainsKey).Select(p => _boxes[p].Order).DefaultIfEmpty(0).Average())
                .ToList();
            var perColumn = (ordered.Count + columns - 1) / columns;
            for (var i = 0; i < ordered.Count; i++)
            {
                var inColumn = Math.Min(perColumn, ordered.Count - i / perColumn * perColumn);
                var row = i % perColumn + (rows - inColumn) / 2;
                var key = ordered[i].Key;
                _boxes.Add(key, new GraphBox(
                    ordered[i].Image is null ? key["upstream ".Length..] : key,
                    ordered[i].Image,
                    x + i / perColumn * (BoxWidth + WrapGap),
                    Margin + row * RowHeight + (RowHeight - BoxHeight) / 2,
                    column + i / perColumn,
                    i / perColumn == columns - 1 ? ColumnGap : WrapGap,
                    (double)i / ordered.Count));
            }

            column += columns;
            x += columns * (BoxWidth + WrapGap) - WrapGap + ColumnGap;
        }

        Width = x - ColumnGap + Margin;
        Height = 2 * Margin + rows * RowHeight;
    }
}

/// <summary>A box of a drawn graph.</summary>
/// <param name="Label">An image's name or an upstream's reference.</param>
/// <param name="Image">Null for an upstream.</param>
/// <param name="X">Left, in pixels.</param>
/// <param name="Y">Top, in pixels.</param>
/// <param name="Column">From 0 at the left.</param>
/// <param name="Gap">Free space to its right, in pixels.</param>
/// <param name="Order">Its place in its level, from 0 to below 1.</param>
internal sealed record GraphBox(string Label, ImageDefinition? Image, double X, double Y, int Column, double Gap, double Order);
