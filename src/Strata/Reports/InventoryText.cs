using System.Globalization;
using System.Text;
using Strata.Layers;

namespace Strata.Reports;

/// <summary>Writes what images have installed: their own layers with the biggest distributions, then what is there more than once.</summary>
public static class InventoryText
{
    private const int MostNamed = 6;
    private const int LongestStep = 70;

    /// <summary>The report.</summary>
    public static string Render(FleetInventory fleet)
    {
        var text = new StringBuilder();
        foreach (var image in fleet.Images)
        {
            text.Append(CultureInfo.InvariantCulture, $"{image.Name}\n");
            for (var layer = image.FirstOwnLayer; layer < image.Inventory.Layers.Length; layer++)
            {
                var packages = image.Inventory.Packages.Where(p => p.Layer == layer).OrderByDescending(p => p.Bytes).ThenBy(p => p.Name).ToList();
                if (packages.Count > 0)
                {
                    var named = string.Join(", ", packages.Take(MostNamed).Select(p => $"{p.Name} {p.Version} ({Bytes(p.Bytes)})"));
                    text.Append(CultureInfo.InvariantCulture, $"  layer {layer}  {Step(image.Inventory.Layers[layer])}\n    {packages.Count} packages, {Bytes(packages.Sum(p => p.Bytes))}: {named}");
                    text.Append(packages.Count > MostNamed ? $" and {packages.Count - MostNamed} more\n" : "\n");
                }
            }
        }

        foreach (var copy in fleet.Copies)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(copy.IsError ? "error" : "note")}: {copy.What}\n");
        }

        return text.ToString();
    }

    internal static string Step(ImageLayer layer) => layer.Instruction.Length <= LongestStep ? layer.Instruction : layer.Instruction[..LongestStep] + "...";

    internal static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };
}
