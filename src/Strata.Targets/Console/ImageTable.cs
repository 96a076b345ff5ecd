using Spectre.Console;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Targets.Console;

/// <summary>The table at the end: what became of each image, how long it took, how big it is and how much of it its parent brings.</summary>
internal static class ImageTable
{
    // Narrower than this there is no room for references, or for their digests.
    private const int WidthWithReference = 100;
    private const int WidthWithDigest = 125;

    /// <param name="images">In the order of the rows.</param>
    /// <param name="results">What became of them; those without a result have no row.</param>
    /// <param name="width">Columns that there are.</param>
    public static Table Render(IReadOnlyList<ImageDefinition> images, IReadOnlyDictionary<string, ImageResult> results, int width)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn("Image").AddColumn("Result").AddColumn("Time").AddColumn("Size").AddColumn("From parent");
        if (width >= WidthWithReference)
            table.AddColumn("Reference");

        // What was not built has a reason, which may take several lines.
        foreach (var column in table.Columns.Where((_, i) => i != 1))
            column.NoWrap();
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        table.Columns[4].RightAligned();

        foreach (var image in images)
        {
            if (results.TryGetValue(image.Name, out var result))
                table.AddRow([.. Row(image, result, results, width).Take(table.Columns.Count)]);
        }

        return table;
    }

    private static IEnumerable<Markup> Row(ImageDefinition image, ImageResult result, IReadOnlyDictionary<string, ImageResult> results, int width)
    {
        yield return new Markup(Markup.Escape(image.Name));
        if (result is not ImageAvailable available)
        {
            yield return result switch
            {
                ImageFailed => new Markup("[red]failed[/]"),
                ImageNotBuilt r => new Markup($"[yellow]not built: {Markup.Escape(r.Because)}[/]"),
                ImageSkipped r => new Markup($"[grey]skipped: {Markup.Escape(r.Reason)}[/]"),
                _ => new Markup("?"),
            };
            yield break;
        }

        var built = result as ImageBuilt;
        yield return built is null ? new Markup("[grey]reused[/]")
            : built.Steps == 0 || built.CachedSteps < built.Steps ? new Markup("[green]built[/]")
            : new Markup(width >= WidthWithReference ? "[green]built[/] [grey]from cache[/]" : "[green]cached[/]");
        yield return new Markup(built is null ? "-" : Durations.Format(built.Duration));
        yield return new Markup(available.Size == 0 ? "-" : Bytes.Format(available.Size));
        yield return new Markup(Shared(image, available, results));
        yield return new Markup(Markup.Escape(available.Reference) + (width >= WidthWithDigest ? $" [grey]{ShortDigest(available.Digest)}[/]" : ""));
    }

    /// <summary>Bytes and share of the layers that the image has in common with the parent that it stands on.</summary>
    private static string Shared(ImageDefinition image, ImageAvailable built, IReadOnlyDictionary<string, ImageResult> results)
    {
        var shared = image.Parents
            .Select(p => results.GetValueOrDefault(p) as ImageAvailable)
            .OfType<ImageAvailable>()
            .Select(p => CommonPrefix(p, built))
            .DefaultIfEmpty(0)
            .Max();
        return shared == 0 ? "-" : $"{Bytes.Format(shared)} ({shared * 100 / Math.Max(1, built.Size)} %)";
    }

    private static long CommonPrefix(ImageAvailable parent, ImageAvailable child) =>
        parent.Layers.Zip(child.Layers).TakeWhile(l => l.First.DiffId == l.Second.DiffId).Sum(l => l.Second.Bytes);

    private static string ShortDigest(string digest) =>
        digest.IndexOf(':') is var colon && digest.Length > colon + 13 ? digest[(colon + 1)..(colon + 13)] : digest;
}
