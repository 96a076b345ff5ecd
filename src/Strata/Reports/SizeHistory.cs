using System.Collections.Immutable;
using System.Text;

namespace Strata.Reports;

/// <summary>How big an image was in its builds.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Points">Oldest first; unpacked bytes.</param>
public sealed record SizeHistory(string Image, ImmutableArray<SizePoint> Points)
{
    /// <summary>Bytes that the newest build has more than the one before; null when there is none before.</summary>
    public long? Change => Points.Length < 2 ? null : Points[^1].Bytes - Points[^2].Bytes;

    /// <summary>A small drawing: time to the right, from the smallest size at the bottom to the biggest at the top.</summary>
    internal string Svg()
    {
        const int width = 220;
        const int height = 34;
        var (first, last) = (Points[0].When, Points[^1].When);
        var (least, most) = (Points.Min(p => p.Bytes), Points.Max(p => p.Bytes));
        var points = Points.Select(p => (
            X: 4 + (width - 8) * (last == first ? 0.5 : (p.When - first) / (last - first)),
            Y: height - 5 - (height - 10) * (most == least ? 0.5 : (double)(p.Bytes - least) / (most - least)))).ToList();
        var text = new StringBuilder($"<svg class=\"spark\" aria-hidden=\"true\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">");
        text.Append("<polyline points=\"").AppendJoin(' ', points.Select(p => FormattableString.Invariant($"{p.X:0.#},{p.Y:0.#}"))).Append("\"/>");
        foreach (var (point, (x, y)) in Points.Zip(points))
        {
            text.Append(FormattableString.Invariant($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"2.5\"><title>{point.When:yyyy-MM-dd HH:mm}: {ByteText.Format(point.Bytes)}</title></circle>"));
        }

        return text.Append("</svg>").ToString();
    }
}

/// <summary>The size of one build.</summary>
/// <param name="When">When it was finished.</param>
/// <param name="Bytes">Unpacked bytes of all layers.</param>
public readonly record struct SizePoint(DateTimeOffset When, long Bytes);
