using System.Text;
using System.Text.Json;
using Strata.Dependencies;

namespace Strata.Reports;

/// <summary>Writes what images have installed as JSON: <c>{ "version": 1, "images": [...], "copies": [...] }</c>; bytes are unpacked ones.</summary>
public static class InventoryJson
{
    /// <summary>The document.</summary>
    public static string Render(FleetInventory fleet)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray("images");
            foreach (var image in fleet.Images)
            {
                json.WriteStartObject();
                json.WriteString("name", image.Name);
                json.WriteStartArray("layers");
                for (var i = 0; i < image.Inventory.Layers.Length; i++)
                {
                    json.WriteStartObject();
                    json.WriteString("digest", image.Inventory.Layers[i].Digest ?? image.Inventory.Layers[i].DiffId);
                    json.WriteString("image", image.Owners[i]);
                    json.WriteString("createdBy", image.Inventory.Layers[i].Instruction);
                    Write(json, "packages", image.Inventory.Packages.Where(p => p.Layer == i));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("copies");
            foreach (var copy in fleet.Copies)
            {
                json.WriteStartObject();
                json.WriteString("image", copy.Image);
                json.WriteString("name", copy.Package.Last.Name.ToString());
                json.WriteNumber("wastedBytes", copy.Package.WastedBytes);
                json.WriteBoolean("isError", copy.IsError);
                Write(json, "copies", copy.Package.Others.Append(copy.Package.Last));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<InstalledPackage> packages)
    {
        json.WriteStartArray(name);
        foreach (var package in packages)
        {
            json.WriteStartObject();
            json.WriteString("name", package.Name.ToString());
            json.WriteBoolean("isDebian", package.Name.IsDebianOnly);
            json.WriteString("version", package.Version);
            json.WriteNumber("layer", package.Layer);
            json.WriteNumber("bytes", package.Bytes);
            json.WriteString("path", package.Path);
            json.WriteBoolean("isVisible", package.IsVisible);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
