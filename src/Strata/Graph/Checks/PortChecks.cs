namespace Strata.Graph.Checks;

/// <summary>Ports: in range, and no published port given twice; equal container ports are fine.</summary>
internal static class PortChecks
{
    private const int Highest = 65535;

    public static IEnumerable<Problem> Check(ImageSheet sheet) =>
        from port in sheet.Image.Ports.SelectMany(p => (int[])[p.Container, .. p.Published is { } published ? [published] : Array.Empty<int>()]).Distinct()
        where port is < 1 or > Highest
        select sheet.Problem($"port '{port}' is out of range", $"use 1 to {Highest}");

    public static IEnumerable<Problem> CheckDuplicates(GraphSheets graph)
    {
        var taken = new Dictionary<int, ImageSheet>();
        foreach (var sheet in graph.Sheets)
        {
            foreach (var port in sheet.Image.Ports.Select(p => p.Published).OfType<int>())
            {
                if (!taken.TryAdd(port, sheet))
                {
                    yield return sheet.Problem($"port '{port}' is published by '{taken[port].Image.Name}' already", "publish it at another port");
                }
            }
        }
    }
}
