using System.Text.Json;
using Strata.Layers;

namespace Strata.Reports;

/// <summary>Where the bytes of a fleet are, as JSON for programs.</summary>
public static class LayerReportJson
{
    private const int MostFiles = 20;
    private const int MostPackages = 50;

    /// <summary>One object: totals, images, layers; all sizes in bytes, null where they are not known; indented, with a line feed at its end.</summary>
    public static string Render(LayerReport report, SizeBudget budget) => JsonText.Object(json =>
    {
        json.WriteNumber("version", 1);
        json.WriteStartObject("fleet");
        Bytes(json, "size", report.Total);
        Bytes(json, "withoutSharing", report.WithoutSharing);
        json.WriteNumberOrNull("budget", budget.Total);
        json.WriteEndObject();
        json.WriteObjects("images", report.Images, image => Write(json, image, budget));
        json.WriteObjects("layers", report.Layers, layer => Write(json, layer));
        json.WriteStrings("overBudget", budget.Check(report).Select(p => p.ToString()));
    });

    private static void Write(Utf8JsonWriter json, ImageAnalysis image, SizeBudget budget)
    {
        json.WriteString("name", image.Image.Name);
        json.WriteString("reference", image.Image.Reference);
        json.WriteString("digest", image.Image.Digest);
        json.WriteString("base", image.Base);
        Bytes(json, "size", image.Size);
        Bytes(json, "own", image.Own);
        Bytes(json, "shared", image.Shared);
        Bytes(json, "unique", image.Unique);
        json.WriteNumberOrNull("transfer", image.Transfer);
        json.WriteNumber("wasted", image.WastedBytes);
        json.WriteNumberOrNull("budget", budget.Images.TryGetValue(image.Image.Name, out var bytes) ? bytes : null);
        json.WriteStartObject("bump");
        json.WriteNumberOrNull("push", image.Bump.Push);
        json.WriteNumberOrNull("linked", image.Bump.Linked);
        json.WriteStrings("images", image.Bump.Images);
        json.WriteEndObject();
        json.WriteStrings("layers", image.Layers.Select(l => l.Layer.DiffId));
        json.WriteObjects("wastedFiles", image.Wasted.Take(MostFiles), waste =>
        {
            json.WriteString("path", waste.Path);
            json.WriteNumber("bytes", waste.Bytes);
            json.WriteString("kind", waste.Kind.ToString().ToLowerInvariant());
            json.WriteNumber("layer", waste.Layer);
            json.WriteNumber("by", waste.By);
            json.WriteString("original", waste.Original);
        });
        json.WriteObjects("biggestFiles", image.BiggestFiles.Take(MostFiles), file =>
        {
            json.WriteString("path", file.Path);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteNumber("layer", file.Layer);
        });
        json.WriteObjects("packages", image.Packages.Take(MostPackages), package =>
        {
            json.WriteString("name", package.Name);
            json.WriteString("version", package.Version);
            json.WriteString("site", package.Site);
            json.WriteNumber("bytes", package.Bytes);
            json.WriteNumber("files", package.Files);
            json.WriteStartArray("layers");
            foreach (var layer in package.Layers)
            {
                json.WriteNumberValue(layer);
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, LayerUse layer)
    {
        json.WriteString("diffId", layer.Layer.DiffId);
        json.WriteString("digest", layer.Layer.Digest);
        Bytes(json, "size", layer.Size);
        json.WriteString("instruction", layer.Layer.Instruction);
        json.WriteString("madeBy", layer.MadeBy);
        json.WriteStrings("images", layer.Users);
        json.WriteNumber("files", layer.Content.Files);
        json.WriteNumber("whiteouts", layer.Content.Whiteouts);
    }

    private static void Bytes(Utf8JsonWriter json, string name, LayerBytes bytes)
    {
        json.WriteStartObject(name);
        json.WriteNumberOrNull("compressed", bytes.Compressed);
        json.WriteNumber("uncompressed", bytes.Uncompressed);
        json.WriteEndObject();
    }
}
