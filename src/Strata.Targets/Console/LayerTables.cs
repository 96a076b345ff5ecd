using Spectre.Console;
using Strata.Layers;

namespace Strata.Targets.Console;

/// <summary>Where the bytes of a fleet are, as tables for a terminal.</summary>
internal static class LayerTables
{
    private const int Wide = 110;
    private const int MostRows = 8;

    /// <summary>Writes the tables.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">What was found.</param>
    /// <param name="budget">What images may have.</param>
    /// <param name="image">The image to show in detail; null for the fleet.</param>
    public static void Write(IAnsiConsole console, LayerReport report, SizeBudget budget, string? image)
    {
        var shown = image is null ? null : report.Images.Single(i => i.Image.Name == image);
        console.Write(Images(shown is null ? report.Images : [shown], budget, console.Profile.Width));
        Title(console, shown is null ? "Biggest layers" : "Layers");
        console.Write(Layers(shown is null ? report.Layers.OrderByDescending(l => l.Size.Compressed ?? l.Size.Uncompressed).Take(MostRows) : shown.Layers, console.Profile.Width));
        var subjects = shown is null ? report.Images : [shown];
        if (Packages(subjects) is { } packages)
        {
            Title(console, "Biggest Python packages");
            console.Write(packages);
        }

        if (shown is not null)
        {
            Title(console, "Biggest files");
            console.Write(Files(shown, console.Profile.Width));
        }

        if (Wasted(subjects, console.Profile.Width) is { } wasted)
        {
            Title(console, "Wasted");
            console.Write(wasted);
        }

        console.WriteLine();
        foreach (var line in Summary(report, shown))
        {
            console.WriteLine(line);
        }
    }

    private static Table Images(IEnumerable<ImageAnalysis> images, SizeBudget budget, int width)
    {
        var isWide = width >= Wide;
        var hasBudget = !budget.Images.IsEmpty;
        var table = NewTable(isWide
            ? ["Image", "Layers", "Compressed", "Unpacked", "Push or pull", "Unique", "Wasted", "New one costs", .. hasBudget ? ["Budget"] : Array.Empty<string>()]
            : ["Image", "Compressed", .. hasBudget ? Array.Empty<string>() : ["Unpacked"], "Push", "Wasted", .. hasBudget ? ["Budget"] : Array.Empty<string>()], left: 1);
        foreach (var image in images)
        {
            string[] cells = isWide
                ? [$"{image.Layers.Length}", Text(image.Size.Compressed), Text(image.Size.Uncompressed), Text(image.Transfer), Text(image.Unique.Compressed), Text(image.WastedBytes), Text(image.Bump.Push)]
                : [Text(image.Size.Compressed), .. hasBudget ? Array.Empty<string>() : [Text(image.Size.Uncompressed)], Text(image.Transfer), Text(image.WastedBytes)];
            table.AddRow([new Markup(Markup.Escape(image.Image.Name)), .. cells.Select(c => new Markup(c)), .. hasBudget ? [Budget(image, budget)] : Array.Empty<Markup>()]);
        }

        return table;
    }

    private static Markup Budget(ImageAnalysis image, SizeBudget budget) =>
        !budget.Images.TryGetValue(image.Image.Name, out var bytes) ? new Markup("-")
        : image.Size.Compressed is not { } size ? new Markup("[yellow]?[/]")
        : size <= bytes ? new Markup($"[green]{size * 100 / bytes} %[/] of {ByteText.Format(bytes)}")
        : new Markup($"[red]{ByteText.Format(size - bytes)} over[/] {ByteText.Format(bytes)}");

    private static void Title(IAnsiConsole console, string text) => console.MarkupLine($"\n[bold]{text}[/]");

    private static Table Layers(IEnumerable<LayerUse> layers, int width)
    {
        var isWide = width >= Wide;
        var table = NewTable(isWide ? ["Compressed", "Unpacked", "Files", "Used by", "Image", "Made by"] : ["Compressed", "Unpacked", "Image", "Made by"], left: 0, right: isWide ? 4 : 2);
        var shown = layers.ToList();
        var room = Math.Max(16, width - (isWide ? 51 : 32) - shown.Max(l => Maker(l).Length));
        foreach (var layer in shown)
        {
            string[] counts = isWide ? [$"{layer.Content.Files}", $"{layer.Users.Length}"] : [];
            table.AddRow(
            [
                Plain(Text(layer.Size.Compressed)),
                Plain(Text(layer.Size.Uncompressed)),
                .. counts.Select(Plain),
                new Markup(layer.MadeBy is null ? "[grey]outside[/]" : Markup.Escape(layer.MadeBy)),
                Plain(Cut(layer.Layer.Instruction, room)),
            ]);
        }

        return table;
    }

    private static Table? Packages(IEnumerable<ImageAnalysis> images)
    {
        // Of a package that several images show, the one in the biggest form.
        var packages = images.SelectMany(i => i.Packages.Select(p => (Package: p, i.Layers)))
            .GroupBy(p => (p.Package.Name, p.Package.Site)).Select(g => g.MaxBy(p => p.Package.Bytes))
            .OrderByDescending(p => p.Package.Bytes).Take(MostRows).ToList();
        if (packages.Count == 0)
        {
            return null;
        }

        var table = NewTable(["Unpacked", "Files", "Package", "Version", "Image"], left: 0, right: 2);
        foreach (var (package, layers) in packages)
        {
            var makers = package.Layers.Select(l => Maker(layers[l])).Distinct();
            table.AddRow(Plain(Text(package.Bytes)), Plain($"{package.Files}"), Plain(package.Name), Plain(package.Version), Plain(string.Join(", ", makers)));
        }

        return table;
    }

    private static Table Files(ImageAnalysis image, int width)
    {
        var table = NewTable(["Unpacked", "Image", "Path"], left: 0, right: 1);
        foreach (var file in image.BiggestFiles.Take(MostRows))
        {
            table.AddRow(Plain(Text(file.Bytes)), Plain(Maker(image.Layers[file.Layer])), Plain(CutStart(file.Path, width - 34)));
        }

        return table;
    }

    private static Table? Wasted(IEnumerable<ImageAnalysis> images, int width)
    {
        // What an image wastes, those that stand on it waste too: it is told once, of the first.
        var wasted = images.SelectMany(i => i.Wasted.Select(w => (Waste: w, i.Layers)))
            .DistinctBy(w => (w.Waste.Path, w.Waste.Bytes, w.Waste.Kind, w.Layers[w.Waste.Layer].Layer.DiffId))
            .OrderByDescending(w => w.Waste.Bytes).Take(MostRows).ToList();
        if (wasted.Count == 0)
        {
            return null;
        }

        var table = NewTable(["Unpacked", "Why", "Image", "Path"], left: 0, right: 1);
        var room = Math.Max(24, width - 39 - wasted.Max(w => Maker(w.Layers[w.Waste.Layer]).Length));
        foreach (var (waste, layers) in wasted)
        {
            var why = waste.Kind switch
            {
                WasteKind.Deleted => "deleted later",
                WasteKind.Rewritten => "same bytes again",
                WasteKind.Overwritten => "overwritten",
                _ => "duplicate",
            };
            table.AddRow(Plain(Text(waste.Bytes)), Plain(why), Plain(Maker(layers[waste.Layer])), Plain(CutStart(waste.Path, room)));
        }

        return table;
    }

    private static IEnumerable<string> Summary(LayerReport report, ImageAnalysis? image)
    {
        if (image is null)
        {
            yield return $"fleet   {report.Images.Length} images, {report.Layers.Length} layers: {Text(report.Total.Compressed)} compressed, {Text(report.Total.Uncompressed)} unpacked";
            yield return $"sharing spares {Text(report.WithoutSharing.Compressed - report.Total.Compressed)} compressed, {Text(report.WithoutSharing.Uncompressed - report.Total.Uncompressed)} unpacked";
        }
        else if (image.Bump.Images.Length > 1)
        {
            yield return $"bump    a new {image.Image.Name} rebuilds {string.Join(", ", image.Bump.Images.Skip(1))}: at most {Text(image.Bump.Push)} to push";
        }

        yield return "bytes   compressed as in the manifests, unpacked as in the tars, to the byte;";
        yield return "        docker image inspect and docker history count otherwise, and round";
    }

    private static Table NewTable(string[] columns, int left, int right = int.MaxValue)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        for (var i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i]).NoWrap();
            table.AddColumn(i >= left && i < right ? column.RightAligned() : column);
        }

        return table;
    }

    private static string Maker(LayerUse layer) => layer.MadeBy ?? "outside";

    private static Markup Plain(string text) => new(Markup.Escape(text));

    private static string Text(long? bytes) => bytes is { } known ? ByteText.Format(known) : "-";

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static string CutStart(string text, int most) => text.Length <= most ? text : "…" + text[^(most - 1)..];
}
