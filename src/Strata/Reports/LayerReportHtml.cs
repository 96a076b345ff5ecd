using System.Collections.Immutable;
using System.Net;
using System.Text;
using Strata.Graph;
using Strata.Layers;

namespace Strata.Reports;

/// <summary>Where the bytes of a fleet are, as one HTML page that needs nothing from outside.</summary>
public static class LayerReportHtml
{
    private const int MostLayers = 200;
    private const int MostPackages = 20;
    private const int MostWasted = 30;

    /// <summary>The page: a map of the bytes, tables, the graph, the build's timeline and the history of sizes; works with the keyboard, dark and light.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="report">What was found.</param>
    /// <param name="budget">What images may have.</param>
    /// <param name="timeline">How the images are built.</param>
    /// <param name="history">How big they were; those without any points are left out.</param>
    public static string Render(ImageGraph graph, LayerReport report, SizeBudget budget, BuildTimeline timeline, IEnumerable<SizeHistory> history)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        text.Append($"<title>Layers of {Count(report.Images.Length, "image")}</title>\n<style>\n{LayerReportAssets.Style.ReplaceLineEndings("\n")}\n</style>\n</head>\n<body>\n");
        Header(text, report);
        text.Append("<main>\n");
        Map(text, report);
        Images(text, report, budget);
        text.Append("<section aria-labelledby=\"graph\"><h2 id=\"graph\">Graph</h2>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Drawing of the graph\">\n")
            .Append(GraphSvg.Render(graph, i => "#image-" + i.Name)).Append("</div></section>\n");
        Timeline(text, timeline);
        History(text, [.. history.Where(h => !h.Points.IsEmpty)]);
        Layers(text, report);
        Packages(text, report);
        Wasted(text, report);
        text.Append("</main>\n<footer><p>Compressed bytes are those of the blobs that the manifests name: what a registry stores and sends. Unpacked bytes are those of the layers' tars, ")
            .Append("in the map, the files and the packages those of the files alone. <code>docker image inspect</code> and <code>docker history</code> count blocks of the unpacked snapshot and round, so they say other numbers.</p></footer>\n");
        text.Append($"<script type=\"application/json\" id=\"data\">{TreemapJson.Render(report)}</script>\n<script>\n{LayerReportAssets.Script.ReplaceLineEndings("\n")}\n</script>\n</body>\n</html>\n");
        return text.ToString();
    }

    private static void Header(StringBuilder text, LayerReport report)
    {
        var saved = report.WithoutSharing.Uncompressed - report.Total.Uncompressed;
        text.Append("<header>\n<h1>Layers</h1>\n<nav aria-label=\"Sections\"><a href=\"#map-title\">Map</a><a href=\"#images\">Images</a><a href=\"#graph\">Graph</a><a href=\"#timeline\">Timeline</a>")
            .Append("<a href=\"#history\">History</a><a href=\"#layers\">Layers</a><a href=\"#packages\">Packages</a><a href=\"#wasted\">Wasted</a></nav>\n<dl>");
        Figure(text, Bytes(report.Total.Compressed), "compressed, all layers once");
        Figure(text, Bytes(report.Total.Uncompressed), "unpacked");
        Figure(text, Bytes(saved), "unpacked saved by sharing");
        Figure(text, $"{report.Images.Length}", report.Images.Length == 1 ? "image" : "images");
        Figure(text, $"{report.Layers.Length}", report.Layers.Length == 1 ? "layer" : "layers");
        text.Append("</dl>\n</header>\n");
    }

    private static void Figure(StringBuilder text, string value, string what) => text.Append($"<div><dt>{what}</dt><dd>{value}</dd></div>");

    private static void Map(StringBuilder text, LayerReport report)
    {
        text.Append("<section aria-labelledby=\"map-title\"><h2 id=\"map-title\">Where the bytes are</h2>\n")
            .Append("<p class=\"hint\">Unpacked bytes: image, layer, directories, files. Enter or a click opens a box, Backspace or Escape goes back, arrow keys move.</p>\n")
            .Append("<nav id=\"crumbs\" aria-label=\"Place in the map\"></nav>\n<div id=\"map\" role=\"group\" aria-label=\"Map of bytes\"></div>\n<p id=\"told\" aria-live=\"polite\"></p>\n")
            .Append("<noscript><p>The map needs scripts; the tables below say the same.</p></noscript></section>\n");
    }

    private static void Images(StringBuilder text, LayerReport report, SizeBudget budget)
    {
        Table(text, "images", "Images", ["Image", "#Layers", "#Compressed", "#Unpacked", "#Push or pull", "#Unique", "#Wasted", "#A new one costs", "Budget"]);
        foreach (var image in report.Images)
        {
            text.Append($"<tr id=\"image-{Escape(image.Image.Name)}\"><th scope=\"row\">{Escape(image.Image.Name)}<small>{(image.Base is null ? Escape(image.Image.Reference) : $"on {Escape(image.Base)}")}</small></th>");
            Number(text, $"{image.Layers.Length}");
            Number(text, Bytes(image.Size.Compressed));
            Number(text, Bytes(image.Size.Uncompressed));
            Number(text, Bytes(image.Transfer));
            Number(text, Bytes(image.Unique.Compressed));
            Number(text, Bytes(image.WastedBytes));
            Number(text, $"{Bytes(image.Bump.Push)}{(image.Bump.Images.Length > 1 ? $"<small>{Count(image.Bump.Images.Length - 1, "image")} on it</small>" : "")}");
            text.Append($"<td>{Budget(image, budget)}</td></tr>\n");
        }

        End(text, "Push or pull: what has to be sent where the parents are there already. Unique: compressed bytes that no other image has. A new one: at most so much of it and of all that stands on it is pushed when it is rebuilt.");
    }

    private static string Budget(ImageAnalysis image, SizeBudget budget)
    {
        if (!budget.Images.TryGetValue(image.Image.Name, out var bytes) || image.Size.Compressed is not { } size)
        {
            return "<span class=\"faint\">none</span>";
        }

        return size > bytes
            ? $"<span class=\"over\">{ByteText.Format(size - bytes)} over {ByteText.Format(bytes)}</span>"
            : $"<span class=\"ok\">{size * 100 / Math.Max(1, bytes)} % of {ByteText.Format(bytes)}</span>";
    }

    private static void Layers(StringBuilder text, LayerReport report)
    {
        Table(text, "layers", "Layers", ["Made by", "Image", "#Compressed", "#Unpacked", "#Files", "#Deletes", "#Used by"]);
        foreach (var layer in report.Layers.OrderByDescending(l => l.Size.Compressed ?? l.Size.Uncompressed).Take(MostLayers))
        {
            text.Append($"<tr><th scope=\"row\" class=\"code\">{Escape(layer.Layer.Instruction.Length > 0 ? layer.Layer.Instruction : "not said")}<small title=\"{layer.Layer.DiffId}\">{Escape(Short(layer.Layer.Digest ?? layer.Layer.DiffId))}</small></th>");
            text.Append($"<td class=\"name\">{(layer.MadeBy is { } maker ? Escape(maker) : "<span class=\"faint\">outside</span>")}</td>");
            Number(text, Bytes(layer.Size.Compressed));
            Number(text, Bytes(layer.Size.Uncompressed));
            Number(text, $"{layer.Content.Files}");
            Number(text, $"{layer.Content.Whiteouts}");
            Number(text, $"<span title=\"{Escape(string.Join(", ", layer.Users))}\">{layer.Users.Length}</span>");
            text.Append("</tr>\n");
        }

        End(text, "Outside: the layers of upstream images, and those that images share that do not stand on each other.");
    }

    private static void Packages(StringBuilder text, LayerReport report)
    {
        var packages = report.Images.SelectMany(i => i.Packages.Select(p => (Package: p, Image: i)))
            .GroupBy(p => (p.Package.Name, p.Package.Site, p.Package.Version)).Select(g => g.MaxBy(p => p.Package.Bytes))
            .OrderByDescending(p => p.Package.Bytes).Take(MostPackages).ToList();
        Table(text, "packages", "Biggest Python packages", ["Package", "Version", "#Unpacked", "#Files", "Image", "Installed in"]);
        foreach (var (package, image) in packages)
        {
            text.Append($"<tr><th scope=\"row\">{Escape(package.Name)}</th><td>{Escape(package.Version)}</td>");
            Number(text, Bytes(package.Bytes));
            Number(text, $"{package.Files}");
            text.Append($"<td>{Escape(string.Join(", ", package.Layers.Select(l => image.Layers[l].MadeBy ?? "outside").Distinct()))}</td><td class=\"code\">{Escape(package.Site)}</td></tr>\n");
        }

        End(text, packages.Count == 0 ? "No image has Python packages." : "Files are given to a package by its RECORD, else by its folder.");
    }

    private static void Wasted(StringBuilder text, LayerReport report)
    {
        // What an image wastes, those that stand on it waste too: it is told once, of the first.
        var wasted = report.Images.SelectMany(i => i.Wasted.Select(w => (Waste: w, Image: i)))
            .DistinctBy(w => (w.Waste.Path, w.Waste.Kind, w.Image.Layers[w.Waste.Layer].Layer.DiffId))
            .OrderByDescending(w => w.Waste.Bytes).Take(MostWasted).ToList();
        Table(text, "wasted", "Wasted", ["Path", "#Unpacked", "Why", "Image"]);
        foreach (var (waste, image) in wasted)
        {
            var why = waste.Kind switch
            {
                WasteKind.Deleted => $"deleted by a later layer of {Maker(image, waste.By)}",
                WasteKind.Rewritten => $"the same bytes again in a later layer of {Maker(image, waste.By)}: only owner, mode or time differ",
                WasteKind.Overwritten => $"overwritten by a later layer of {Maker(image, waste.By)}",
                _ => $"the same as {waste.Original}",
            };
            text.Append($"<tr><th scope=\"row\" class=\"code\">{Escape(waste.Path)}</th>");
            Number(text, Bytes(waste.Bytes));
            text.Append($"<td>{Escape(why)}</td><td class=\"name\">{Escape(Maker(image, waste.Layer))}</td></tr>\n");
        }

        End(text, wasted.Count == 0 ? "Nothing is there twice or hidden." : "Bytes that are stored and sent, but hidden by a later layer or there twice.");
    }

    private static void Timeline(StringBuilder text, BuildTimeline timeline)
    {
        text.Append("<section aria-labelledby=\"timeline\"><h2 id=\"timeline\">Build timeline</h2>\n");
        if (!timeline.Bars.IsEmpty)
        {
            text.Append("<p class=\"hint\"><span class=\"key critical\"></span> critical path <span class=\"key\"></span> others. Each image as long as its build took, from when its parents are there.</p>\n")
                .Append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Drawing of the timeline\">\n").Append(TimelineSvg.Render(timeline)).Append("</div>\n");
        }

        text.Append(timeline.Unknown.IsEmpty ? "" : $"<p class=\"hint\">No build is remembered of {Escape(string.Join(", ", timeline.Unknown))}.</p>\n").Append("</section>\n");
    }

    private static void History(StringBuilder text, ImmutableArray<SizeHistory> history)
    {
        Table(text, "history", "History of sizes", ["Image", "Builds", "#First", "#Newest", "#Newest against the one before"]);
        foreach (var image in history)
        {
            text.Append($"<tr><th scope=\"row\">{Escape(image.Image)}</th><td>{(image.Points.Length > 1 ? image.Svg() : "")}<small>{When(image)}</small></td>");
            Number(text, Bytes(image.Points[0].Bytes));
            Number(text, Bytes(image.Points[^1].Bytes));
            Number(text, image.Change switch { null => "-", 0 => "same", > 0 and var more => $"+{ByteText.Format(more)}", var less => ByteText.Format(less!.Value) });
            text.Append("</tr>\n");
        }

        End(text, history.IsEmpty ? "No build is remembered on this machine." : "Unpacked bytes of the builds that this machine remembers, as they were recorded then.");
    }

    private static string When(SizeHistory image) => image.Points.Length == 1
        ? $"1 build, {image.Points[0].When:yyyy-MM-dd}"
        : $"{image.Points.Length} builds, {image.Points[0].When:yyyy-MM-dd} to {image.Points[^1].When:yyyy-MM-dd}";

    private static void Table(StringBuilder text, string id, string title, IEnumerable<string> columns)
    {
        text.Append($"<section aria-labelledby=\"{id}\"><h2 id=\"{id}\">{title}</h2>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Table: {title}\"><table>\n<thead><tr>");
        foreach (var column in columns)
        {
            text.Append(column.StartsWith('#') ? $"<th scope=\"col\" class=\"number\">{column[1..]}</th>" : $"<th scope=\"col\">{column}</th>");
        }

        text.Append("</tr></thead>\n<tbody>\n");
    }

    private static void End(StringBuilder text, string hint) => text.Append($"</tbody>\n</table></div>\n<p class=\"hint\">{Escape(hint)}</p></section>\n");

    private static void Number(StringBuilder text, string html) => text.Append($"<td class=\"number\">{html}</td>");

    private static string Maker(ImageAnalysis image, int layer) => image.Layers[layer].MadeBy ?? "outside";

    private static string Bytes(long? bytes) => bytes is { } known ? ByteText.Format(known) : "-";

    private static string Count(int number, string word) => number == 1 ? $"1 {word}" : $"{number} {word}s";

    private static string Short(string digest) => digest.IndexOf(':') is var colon && digest.Length > colon + 13 ? digest[(colon + 1)..(colon + 13)] : digest;

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
