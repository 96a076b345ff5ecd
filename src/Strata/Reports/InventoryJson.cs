using System.Text.Json;
using Strata.Dependencies;

namespace Strata.Reports;

/// <summary>Writes what images have installed as JSON: <c>{ "version": 1, "images": [...], "copies": [...] }</c>; bytes are unpacked ones.</summary>
public static class InventoryJson
{
    /// <summary>The document.</summary>
    public static string Render(FleetInventory fleet) => JsonText.Object(json =>
    {
        json.WriteNumber("version", 1);
        json.WriteObjects("images", fleet.Images, image =>
        {
            json.WriteString("name", image.Name);
            json.WriteObjects("layers", image.Inventory.Layers.Index(), layer =>
            {
                json.WriteString("digest", layer.Item.Digest ?? layer.Item.DiffId);
                json.WriteString("image", image.Owners[layer.Index]);
                json.WriteString("createdBy", layer.Item.Instruction);
                Write(json, "packages", image.Inventory.Packages.Where(p => p.Layer == layer.Index));
            });
        });
        json.WriteObjects("copies", fleet.Copies, copy =>
        {
            json.WriteString("image", copy.Image);
            json.WriteString("name", copy.Package.Last.Name.ToString());
            json.WriteNumber("wastedBytes", copy.Package.WastedBytes);
            json.WriteBoolean("isError", copy.IsError);
            Write(json, "copies", copy.Package.Others.Append(copy.Package.Last));
        });
    });

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<InstalledPackage> packages) => json.WriteObjects(name, packages, package =>
    {
        json.WriteString("name", package.Name.ToString());
        json.WriteBoolean("isDebian", package.Name.IsDebianOnly);
        json.WriteString("version", package.Version);
        json.WriteNumber("layer", package.Layer);
        json.WriteNumber("bytes", package.Bytes);
        json.WriteString("path", package.Path);
        json.WriteBoolean("isVisible", package.IsVisible);
    });
}
