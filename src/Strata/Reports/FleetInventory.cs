using System.Collections.Immutable;
using Strata.Dependencies;
using Strata.Layers;

namespace Strata.Reports;

/// <summary>The inventories of built images, and the copies that each adds to what lies below it.</summary>
public sealed class FleetInventory
{
    // Tools of environments themselves, which every one of them has.
    private static readonly HashSet<string> Tools = new(StringComparer.Ordinal) { "pip", "setuptools", "wheel" };
    private const long SmallestError = 1_000_000;

    private FleetInventory(ImmutableArray<InventoryImage> images) => Images = images;

    /// <summary>The images, parents first.</summary>
    public ImmutableArray<InventoryImage> Images { get; }

    /// <summary>What is there more than once, told of the image whose layer adds the last copy.</summary>
    public IEnumerable<InventoryCopy> Copies => Images.SelectMany(i => i.Inventory.Repeated.Where(r => r.Last.Layer >= i.FirstOwnLayer).Select(r => Copy(i, r)));

    /// <summary>Puts inventories together.</summary>
    /// <param name="images">Names with inventories, parents first.</param>
    public static FleetInventory Create(IEnumerable<(string Name, ImageInventory Inventory)> images)
    {
        List<InventoryImage> all = [];
        foreach (var (name, inventory) in images)
        {
            // The layers that an image before it has, it has from that one.
            var owners = inventory.Layers.Select((l, i) => all.FirstOrDefault(a => a.Inventory.Layers.Length > i && a.Inventory.Layers.Take(i + 1).SequenceEqual(inventory.Layers.Take(i + 1)))?.Name ?? name).ToImmutableArray();
            all.Add(new InventoryImage(name, inventory, owners));
        }

        return new FleetInventory([.. all]);
    }

    private static InventoryCopy Copy(InventoryImage image, RepeatedPackage repeated)
    {
        var others = string.Join(", ", repeated.Others.Select(o => $"{o.Version} in layer {o.Layer} of '{image.Owners[o.Layer]}' ({InventoryText.Bytes(o.Bytes)}{(o.IsVisible ? $", {o.Path}" : ", hidden")})"));
        var last = repeated.Last;
        return new InventoryCopy(
            image.Name, repeated,
            $"{image.Name}: a second copy of '{last.Name}': {last.Version} in layer {last.Layer} ({InventoryText.Bytes(last.Bytes)}, {InventoryText.Step(image.Inventory.Layers[last.Layer])}) over {others}",
            repeated.WastedBytes >= SmallestError && !Tools.Contains(last.Name.Value));
    }
}

/// <summary>A built image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inventory">What is installed in it.</param>
/// <param name="Owners">For each layer the image that has made it.</param>
public sealed record InventoryImage(string Name, ImageInventory Inventory, ImmutableArray<string> Owners)
{
    /// <summary>The first layer that no image before it has.</summary>
    public int FirstOwnLayer => Owners.IndexOf(Name) is >= 0 and var own ? own : Owners.Length;
}

/// <summary>A package that an image has more than once.</summary>
/// <param name="Image">The image whose layer adds the last copy.</param>
/// <param name="Package">The copies.</param>
/// <param name="What">What to tell users.</param>
/// <param name="IsError">At least a megabyte is carried for nothing.</param>
public sealed record InventoryCopy(string Image, RepeatedPackage Package, string What, bool IsError);
