using Strata.Engine.Analysis;
using Strata.Engine.Hosts;
using Strata.Engine.Tests.BuildKit;
using Strata.Layers;
using Strata.Reports;

namespace Strata.Engine.Tests.Analysis;

/// <summary>Images of a real engine with a small tree of distributions.</summary>
public class InventoryTests
{
    private const string Site = "usr/local/lib/python3.12/site-packages";

    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("strata-inventory-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_second_torch_is_told_by_name_with_layer_and_bytes(bool byStore)
    {
        var engine = await EngineUnderTest.ConnectAsync();
        Put("base", "torch", "2.6.0", 3_000_000);
        Put("base", "httpx", "0.28.1", 4_000);
        Put("web", "torch", "2.5.1", 2_000_000);
        Put("web", "minio", "7.2.0", 5_000);
        File.WriteAllText(Path.Combine(_folder, "Dockerfile"), "FROM scratch AS base\nCOPY base /\nFROM base AS web\nCOPY web /\n");
        var requests = new List<ImageRequest>();
        foreach (var target in new[] { "base", "web" })
        {
            await EngineUnderTest.ReadAsync("buildx", "build", "--load", "--provenance=false", "--target", target, "-t", $"inventory-{target}:1", _folder);
            requests.Add(new ImageRequest(target, $"inventory-{target}:1", await EngineUnderTest.ReadAsync("image", "inspect", "--format", "{{.Id}}", $"inventory-{target}:1")));
        }

        var cache = new LayerCache(Path.Combine(_folder, "layers"));
        IImageSource source = byStore ? ContentStoreSource.Of(engine)! : new EngineExportSource(new LocalHost(), engine, Path.Combine(_folder, "images"));
        var images = await source.ReadAsync([.. requests], cache, CancellationToken.None);
        var contents = images.Values.SelectMany(i => i.Layers).Select(l => l.DiffId).Distinct().ToDictionary(d => d, d => cache.Find(d)!);
        var fleet = FleetInventory.Create(requests.Select(r => (r.Image, ImageInventory.Create(images[r.Image].Layers, contents))));
        var copy = fleet.Copies.Single();
        Assert.That((copy.Image, copy.IsError), Is.EqualTo(("web", true)));
        Assert.That((copy.Package.Last.Version, copy.Package.Last.Layer, copy.Package.Others.Single().Version, copy.Package.Others.Single().Layer), Is.EqualTo(("2.5.1", 1, "2.6.0", 0)));
        Assert.That(copy.Package.WastedBytes, Is.InRange(3_000_000, 3_001_000));
        Assert.That(copy.What, Does.StartWith("web: a second copy of 'torch': 2.5.1 in layer 1 (2.0 MB, COPY web /").And.Contains("over 2.6.0 in layer 0 of 'base' (3.0 MB, "));
        Assert.That(InventoryText.Render(fleet), Does.Contain("  layer 0  COPY base /\n    2 packages, 3.0 MB: torch 2.6.0 (3.0 MB), httpx 0.28.1 (4 kB)\n"));
    }

    [Test]
    public async Task An_image_that_is_not_there_is_left_out_of_a_store_and_cannot_be_exported()
    {
        var engine = await EngineUnderTest.ConnectAsync();
        ImageRequest nothing = new("nothing", "inventory-nothing:1", "sha256:" + new string('0', 64));
        var cache = new LayerCache(_folder);
        Assert.That(await ContentStoreSource.Of(engine)!.ReadAsync([nothing], cache, CancellationToken.None), Is.Empty);
        Assert.That(async () => await new EngineExportSource(new LocalHost(), engine, _folder).ReadAsync([nothing], cache, CancellationToken.None),
            Throws.TypeOf<StrataException>().With.Message.Contain("its images cannot be read"));
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
