using System.Text.Json;
using Strata.Layers;

namespace Strata.Reports;

/// <summary>Where the bytes of a fleet are, as JSON for programs.</summary>
public static class LayerReportJson
{
    private const int MostFiles = 20;
    private const int MostPackages = 50;

    /// <summary>One object: totals, images, layers; all sizes in bytes, null where they are not known; indented, with a line feed at its end.</summary>
    public static string Render(LayerReport report, SizeBudget budget) => ImageJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteStartObject("fleet");
        Bytes(json, "size", report.Total);
        Bytes(json, "withoutSharing", report.WithoutSharing);
        Number(json, "budget", budget.Total);
        json.WriteEndObject();
        json.WriteStartArray("images");
        foreach (var image in report.Images)
        {
            Write(json, image, budget);
        }

        json.WriteEndArray();
        json.WriteStartArray("layers");
        foreach (var layer in report.Layers)
        {
            Write(json, layer);
        }

        json.WriteEndArray();
        json.WriteStartArray("overBudget");
        foreach (var problem in budget.Check(report))
        {
            json.WriteStringValue(problem.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ImageAnalysis image, SizeBudget budget)
    {
        json.WriteStartObject();
        json.WriteString("name", image.Image.Name);
        json.WriteString("reference", image.Image.Reference);
        json.WriteString("digest", image.Image.Digest);
        json.WriteString("base", image.Base);
        Bytes(json, "size", image.Size);
        Bytes(json, "own", image.Own);
        Bytes(json, "shared", image.Shared);
        Bytes(json, "unique", image.Unique);
        Number(json, "transfer", image.Transfer);
        json.WriteNumber("wasted", image.WastedBytes);
        Number(json, "budget", budget.Images.TryGetValue(image.Image.Name, out var bytes) ? bytes : null);
        json.WriteStartObject("bump");
        Number(json, "push", image.Bump.Push);
        Number(json, "linked", image.Bump.Linked);
        Strings(json, "images", image.Bump.Images);
        json.WriteEndObject();
        Strings(json, "layers", image.Layers.Select(l => l.Layer.DiffId));
        Items(json, "wastedFiles", image.Wasted.Take(MostFiles), waste =>
        {
            json.WriteString("path", waste.Path);
            json.WriteNumber("bytes", waste.Bytes);
            json.WriteString("kind", waste.Kind.ToString().ToLowerInvariant());
            json.WriteNumber("layer", waste.Layer);
            json.WriteNumber("by", waste.By);
            json.WriteString("original", waste.Original);
        });
        Items(json, "biggestFiles", image.BiggestFiles.Take(MostFiles), file =>
        {
            json.WriteString("path", file.Path);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteNumber("layer", file.Layer);
        });
        Items(json, "packages", image.Packages.Take(MostPackages), package =>
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
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LayerUse layer)
    {
        json.WriteStartObject();
        json.WriteString("diffId", layer.Layer.DiffId);
        json.WriteString("digest", layer.Layer.Digest);
        Bytes(json, "size", layer.Size);
        json.WriteString("instruction", layer.Layer.Instruction);
        json.WriteString("madeBy", layer.MadeBy);
        Strings(json, "images", layer.Users);
        json.WriteNumber("files", layer.Content.Files);
        json.WriteNumber("whiteouts", layer.Content.Whiteouts);
        json.WriteEndObject();
    }

    private static void Items<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Bytes(Utf8JsonWriter json, string name, LayerBytes bytes)
    {
        json.WriteStartObject(name);
        Number(json, "compressed", bytes.Compressed);
        json.WriteNumber("uncompressed", bytes.Uncompressed);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
