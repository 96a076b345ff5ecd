namespace Strata.Graph.Checks;

/// <summary>The definitions under check, with what names mean among them.</summary>
internal sealed class GraphSheets
{
    public GraphSheets(IEnumerable<ImageDefinition> definitions, IEnumerable<ConsumedImage>? consumed = null)
    {
        Consumed = [.. consumed ?? []];
        Sheets = [.. definitions.Select((d, i) => new ImageSheet(d, i))];
        ByName = Sheets.GroupBy(s => s.Image.Name).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        Names = new NameMatch(ByName.ToDictionary(p => p.Key, p => p.Value.Image, StringComparer.Ordinal));
    }

    public IReadOnlyList<ImageSheet> Sheets { get; }

    public IReadOnlyList<ConsumedImage> Consumed { get; }

    /// <summary>The first of each name: two of one name are a problem of their own.</summary>
    public IReadOnlyDictionary<string, ImageSheet> ByName { get; }

    public NameMatch Names { get; }

    /// <summary>The declared parents that exist.</summary>
    public IEnumerable<ImageSheet> Parents(ImageSheet sheet) =>
        sheet.Image.Parents.Distinct().Select(p => ByName.GetValueOrDefault(p)).OfType<ImageSheet>();
}
