using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Inventories;
using Strata.Engine.Tests.BuildKit;
using Strata.Reports;

namespace Strata.Engine.Tests.Inventories;

/// <summary>Images of a real engine with a small tree of distributions.</summary>
public class InventoryReaderTests
{
    private const string Site = "usr/local/lib/python3.12/site-packages";

    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("strata-inventory-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_second_torch_is_told_by_name_with_layer_and_bytes(bool bySocket)
    {
        var engine = await EngineUnderTest.ConnectAsync();
        Put("base", "torch", "2.6.0", 3_000_000);
        Put("base", "httpx", "0.28.1", 4_000);
        Put("web", "torch", "2.5.1", 2_000_000);
        Put("web", "minio", "7.2.0", 5_000);
        File.WriteAllText(Path.Combine(_folder, "Dockerfile"), "FROM scratch AS base\nCOPY base /\nFROM base AS web\nCOPY web /\n");
        foreach (var target in new[] { "base", "web" })
        {
            await EngineUnderTest.ReadAsync("buildx", "build", "--load", "--provenance=false", "--target", target, "-t", $"inventory-{target}:1", _folder);
        }

        var reader = new InventoryReader(new LocalHost(), bySocket ? engine : engine with { Socket = null }, Path.Combine(_folder, "saved"));
        var images = await reader.ReadAsync(["inventory-base:1", "inventory-web:1"], CancellationToken.None);
        var fleet = FleetInventory.Create([("base", images["inventory-base:1"]), ("web", images["inventory-web:1"])]);
        var copy = fleet.Copies.Single();
        Assert.That((copy.Image, copy.IsError), Is.EqualTo(("web", true)));
        Assert.That((copy.Package.Last.Version, copy.Package.Last.Layer, copy.Package.Others.Single().Version, copy.Package.Others.Single().Layer), Is.EqualTo(("2.5.1", 1, "2.6.0", 0)));
        Assert.That(copy.Package.WastedBytes, Is.InRange(3_000_000, 3_001_000));
        Assert.That(copy.What, Does.StartWith("web: a second copy of 'torch': 2.5.1 in layer 1 (2.0 MB, COPY web /").And.Contains("over 2.6.0 in layer 0 of 'base' (3.0 MB, "));
        Assert.That(InventoryText.Render(fleet), Does.Contain("  layer 0  COPY base /\n    2 packages, 3.0 MB: torch 2.6.0 (3.0 MB), httpx 0.28.1 (4 kB)\n"));
    }

    [Test]
    public async Task Images_that_are_not_there_are_an_error_that_says_so()
    {
        var engine = await EngineUnderTest.ConnectAsync();
        var reader = new InventoryReader(new LocalHost(), engine, _folder);
        Assert.That(async () => await reader.ReadAsync(["inventory-nothing:1"], CancellationToken.None), Throws.InstanceOf<StrataException>());
    }

    private void Put(string root, string name, string version, int bytes)
    {
        var site = Path.Combine(_folder, root, Site);
        Directory.CreateDirectory(Path.Combine(site, name));
        File.WriteAllBytes(Path.Combine(site, name, "blob.so"), new byte[bytes]);
        var metadata = Directory.CreateDirectory(Path.Combine(site, $"{name}-{version}.dist-info")).FullName;
        File.WriteAllText(Path.Combine(metadata, "METADATA"), $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n");
        File.WriteAllText(Path.Combine(metadata, "RECORD"), $"{name}/blob.so,,{bytes}\n{name}-{version}.dist-info/METADATA,,1\n");
    }
}
