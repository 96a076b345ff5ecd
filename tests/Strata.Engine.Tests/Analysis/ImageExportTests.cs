using System.Formats.Tar;
using System.Text.Json;
using Strata.Engine.Analysis;
using Strata.Oci;

namespace Strata.Engine.Tests.Analysis;

/// <summary>Exports of engines that keep layers uncompressed, in the form of today and the older one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ImageExportTests : IDisposable
{
    private static readonly byte[] Layer = LayerTarTests.Tar(w => LayerTarTests.File(w, "a", "hello"));
    private static readonly string DiffId = Digest.Of(Layer).ToString();
    private static readonly byte[] Config = JsonSerializer.SerializeToUtf8Bytes(new { os = "linux", architecture = "amd64", rootfs = new { diff_ids = new[] { DiffId } }, history = new[] { new { created_by = "ADD a" } } });
    private static readonly string Id = Digest.Of(Config).ToString();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strata-layers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Layers_that_are_not_compressed_have_no_compressed_size()
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new { config = Descriptor(Config), layers = new[] { Descriptor(Layer) } });
        var image = await FindAsync(("blobs/sha256/" + Hex(Layer), Layer), ("blobs/sha256/" + Hex(Config), Config), ("blobs/sha256/" + Hex(manifest), manifest));
        Assert.That(image!.Layers.Single(), Is.EqualTo(new Strata.Layers.ImageLayer(DiffId, null, null, "ADD a")));
        Assert.That(image.MetadataSize, Is.Null);
    }

    [Test]
    public async Task Older_form_is_read()
    {
        var list = JsonSerializer.SerializeToUtf8Bytes(new[] { new { Config = Hex(Config) + ".json", Layers = new[] { "one/layer.tar" } } });
        var image = await FindAsync((Hex(Config) + ".json", Config), ("one/layer.tar", Layer), ("one/json", "{}"u8.ToArray()), ("manifest.json", list));
        Assert.That(image!.Layers.Single().DiffId, Is.EqualTo(DiffId));
        Assert.That(new LayerCache(_folder.FullName).Find(DiffId)!.Entries.Single().Size, Is.EqualTo(5));
    }

    [Test]
    public async Task Image_that_is_not_in_the_export_is_none() => Assert.That(await FindAsync(("blobs/sha256/" + Hex(Layer), Layer)), Is.Null);

    [Test]
    public void Layer_that_the_export_lacks_is_told()
    {
        var list = JsonSerializer.SerializeToUtf8Bytes(new[] { new { Config = Hex(Config) + ".json", Layers = new[] { "one/layer.tar" } } });
        Assert.That(async () => await FindAsync((Hex(Config) + ".json", Config), ("manifest.json", list)), Throws.TypeOf<FormatException>().With.Message.Contain(DiffId));
    }

    private static string Hex(byte[] content) => Digest.Of(content).Hex;

    private static object Descriptor(byte[] content) => new { mediaType = "x", digest = Digest.Of(content).ToString(), size = content.Length };

    private async Task<AnalyzedImage?> FindAsync(params (string Name, byte[] Content)[] files)
    {
        var tar = LayerTarTests.Tar(w =>
        {
            foreach (var (name, content) in files)
            {
                w.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        });
        var export = new ImageExport(new LayerCache(_folder.FullName));
        await export.ReadAsync(new MemoryStream(tar), CancellationToken.None);
        return export.Find("web:dev", Id);
    }
}
