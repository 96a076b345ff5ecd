using Strata.Dependencies;
using Strata.Layers;

namespace Strata.Tests.Layers;

public class ImageInventoryTests
{
    private const string Site = "usr/local/lib/python3.12/site-packages/";

    [Test]
    public void A_layer_that_replaces_and_deletes_hides_what_lies_below()
    {
        var inventory = Inventory(
            [
                (Site + "numpy-1.26.dist-info/METADATA", "Name: numpy\nVersion: 1.26\n"), (Site + "numpy/a.py", new string('x', 2000)),
                (Site + "redis-5.dist-info/METADATA", "Name: redis\nVersion: 5\n"), ("opt/lib/redis-4.dist-info/METADATA", "Name: redis\nVersion: 4\n"),
            ],
            [(Site + ".wh.numpy-1.26.dist-info", ""), (Site + "numpy-2.1.dist-info/METADATA", "Name: numpy\nVersion: 2.1\n"), ("opt/lib/.wh..wh..opq", "")]);
        Assert.That(inventory.Repeated.Select(r => $"{r.Last.Name} {r.Last.Version} over {string.Join(' ', r.Others.Select(o => $"{o.Version}{(o.IsVisible ? "" : " hidden")}"))}"),
            Is.EqualTo(new[] { "numpy 2.1 over 1.26 hidden", "redis 5 over 4 hidden" }));
        Assert.That(inventory.Repeated.First().WastedBytes, Is.InRange(2000, 2100));
    }

    [Test]
    public void Debian_packages_are_told_by_the_layer_that_adds_them()
    {
        const string Status = "Package: libc6\nStatus: install ok installed\nInstalled-Size: 10\nVersion: 2.41\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n";
        var inventory = Inventory(
            [("var/lib/dpkg/status", Status)],
            [
                ("var/lib/dpkg/status", Status + "\nPackage: libpq5\nStatus: install ok installed\nInstalled-Size: 700\nVersion: 17\n\nPackage: python3-numpy\nStatus: install ok installed\nVersion: 1:2\n"),
                ("usr/lib/python3/dist-packages/numpy-2.2.dist-info/METADATA", "Name: numpy\nVersion: 2.2\n"),
            ]);
        Assert.That(inventory.Packages.Select(p => $"{p.Layer} {p.Name} {p.Version} {p.Bytes}"), Is.EqualTo(new[] { "0 libc6 2.41 10240", "1 libpq5 17 716800", $"1 numpy 2.2 {inventory.Packages[2].Bytes}" }));
        Assert.That(inventory.Repeated, Is.Empty);
    }

    [Test]
    public void Package_of_two_architectures_is_there_once()
    {
        const string Status = "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.41\n\nPackage: libc6\nStatus: install ok installed\nArchitecture: i386\nVersion: 2.41\n";
        var inventory = Inventory([("var/lib/dpkg/status", Status)], [("var/lib/dpkg/status", Status)]);
        Assert.That(inventory.Packages.Select(p => $"{p.Layer} {p.Name}"), Is.EqualTo(new[] { "0 libc6" }));
        Assert.That(inventory.Repeated, Is.Empty);
    }

    private static ImageInventory Inventory(params (string Path, string Text)[][] layers)
    {
        var contents = layers.Select((files, i) => Content($"sha256:{i}", files)).ToArray();
        return ImageInventory.Create([.. contents.Select(c => new ImageLayer(c.DiffId, null, null, ""))], contents.ToDictionary(c => c.DiffId));
    }

    private static LayerContent Content(string diffId, (string Path, string Text)[] files)
    {
        var scan = new PackageScan();
        var entries = files.Select(f => LayerEntry.Create(f.Path, LayerEntryKind.File, f.Text.Length)!.Value).ToArray();
        foreach (var (entry, text) in entries.Zip(files.Select(f => f.Text)).Where(e => e.First.Kind == LayerEntryKind.File))
        {
            scan.Add(entry.Path, entry.Size, text);
        }

        return new LayerContent(diffId, 0, [.. entries], []) { Packages = scan.Finish() };
    }
}
