using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using Strata.Engine.Analysis;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Engine.Tests.BuildKit;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Tests.Analysis;

/// <summary>Images that BuildKit built, read out of the engine's store, its export and a registry: all say the same, to the byte.</summary>
public sealed class RealImagesTests
{
    private const string Base = """
        FROM scratch
        COPY busybox /bin/busybox
        RUN ["/bin/busybox", "sh", "-c", "busybox mkdir -p /var/big /opt/x && busybox dd if=/dev/urandom of=/var/big/one bs=1000 count=300 && busybox dd if=/dev/urandom of=/var/two bs=1000 count=200 && busybox dd if=/dev/urandom of=/opt/x/old bs=1000 count=250 && busybox ln /opt/x/old /opt/x/link"]
        """;

    private const string Child = """
        FROM {0}
        RUN ["/bin/busybox", "rm", "-r", "/var/big"]
        RUN ["/bin/busybox", "chmod", "600", "/var/two"]
        RUN ["/bin/busybox", "sh", "-c", "busybox cp /bin/busybox /bin/again && busybox rm -r /opt/x && busybox mkdir /opt/x && echo new > /opt/x/new"]
        """;

    private readonly LocalHost _host = new();
    private readonly string _id = $"127.0.0.1/{Guid.NewGuid():N}"[..20];
    private EngineConnection _engine = null!;
    private TestRegistry _registry = null!;
    private string _folder = "";
    private ImmutableArray<ImageRequest> _requests;

    [OneTimeSetUp]
    public async Task Build()
    {
        _engine = await EngineUnderTest.ConnectAsync();
        _registry = await TestRegistry.StartAsync();
        _folder = Directory.CreateTempSubdirectory("strata-analysis-").FullName;
        var context = Directory.CreateDirectory(Path.Combine(_folder, "context")).FullName;
        File.Copy(await DebianTool.FindAsync("busybox-static", "bin/busybox"), Path.Combine(context, "busybox"));
        var (parent, child) = (Name("base"), Name("child"));
        foreach (var (name, text) in new[] { (parent, Base), (child, string.Format(Child, parent)) })
        {
            var file = Path.Combine(_folder, "Dockerfile");
            await File.WriteAllTextAsync(file, text);
            await EngineUnderTest.ReadAsync("build", "--network=host", "--provenance=false", "--quiet", "--tag", name, "--file", file, context);
            await EngineUnderTest.ReadAsync("push", "--quiet", name);
        }

        var requests = new List<ImageRequest>();
        foreach (var (image, name) in new[] { ("base", parent), ("child", child) })
        {
            requests.Add(new ImageRequest(image, name, await EngineUnderTest.ReadAsync("image", "inspect", "--format", "{{.Id}}", name)));
        }

        _requests = [.. requests];
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_folder.Length > 0)
        {
            await EngineUnderTest.DockerAsync("image", "rm", "--force", Name("base"), Name("child"));
            await _registry.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Test]
    public async Task Store_says_what_the_registrys_manifests_and_the_layers_tars_say()
    {
        var (images, cache) = await ReadAsync(ContentStoreSource.Of(_engine)!, "store");
        using var client = new RegistryClient(new CredentialChain());
        foreach (var (name, image) in images)
        {
            var reference = ImageReference.Parse(Name(name));
            var manifest = (await client.FindManifestAsync(reference, CancellationToken.None))!;
            var layers = ImageManifest.Parse(manifest.Content).Layers;
            Assert.That(image.Digest, Is.EqualTo(manifest.Digest.ToString()));
            Assert.That(image.Layers.Select(l => (l.Digest, l.Compressed)), Is.EqualTo(layers.Select(l => ((string?)l.Digest.ToString(), (long?)l.Size))));
            Assert.That(image.MetadataSize, Is.EqualTo(manifest.Content.Length + ImageManifest.Parse(manifest.Content).Config.Size));
            foreach (var layer in image.Layers)
            {
                var blob = await client.ReadBlobAsync(reference, Digest.Parse(layer.Digest!), CancellationToken.None);
                using var tar = new MemoryStream();
                new GZipStream(new MemoryStream(blob.ToArray()), CompressionMode.Decompress).CopyTo(tar);
                Assert.That(blob.Length, Is.EqualTo(layer.Compressed));
                Assert.That(cache.Find(layer.DiffId)!.Size, Is.EqualTo(tar.Length));
                Assert.That("sha256:" + Convert.ToHexStringLower(SHA256.HashData(tar.ToArray())), Is.EqualTo(layer.DiffId));
            }
        }
    }

    [Test]
    public async Task Registry_and_export_say_the_same_as_the_store()
    {
        var (images, cache) = await ReadAsync(ContentStoreSource.Of(_engine)!, "first");
        using var client = new RegistryClient(new CredentialChain());
        IImageSource[] others =
        [
            new RegistrySource(client, Platform.Default),
            new EngineExportSource(_host, _engine, Path.Combine(_folder, "by-api")),
            new EngineExportSource(_host, _engine with { Socket = null }, Path.Combine(_folder, "by-client")),
        ];
        foreach (var (source, i) in others.Select((s, i) => (s, i)))
        {
            var (same, own) = await ReadAsync(source, $"other-{i}");
            Assert.That(same.Keys, Is.EquivalentTo(images.Keys));
            foreach (var (name, image) in images)
            {
                Assert.That(same[name] with { Layers = [] }, Is.EqualTo(image with { Layers = [] }), source.GetType().Name);
                Assert.That(same[name].Layers, Is.EqualTo(image.Layers), source.GetType().Name);
                foreach (var layer in image.Layers)
                {
                    Assert.That(own.Find(layer.DiffId)!.Entries, Is.EqualTo(cache.Find(layer.DiffId)!.Entries));
                }
            }
        }

        // What is remembered needs no engine any more.
        var lost = new EngineExportSource(_host, _engine with { Socket = "/nowhere" }, Path.Combine(_folder, "by-api"));
        Assert.That((await ReadAsync(lost, "other-1")).Images, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task What_layers_of_a_real_engine_hide_is_found()
    {
        var (images, cache) = await ReadAsync(ContentStoreSource.Of(_engine)!, "waste");
        var report = LayerAnalyzer.Analyze(
            [Layered("base", images["base"]), Layered("child", images["child"], "base")],
            images.Values.SelectMany(i => i.Layers).Select(l => l.DiffId).Distinct().ToDictionary(d => d, d => cache.Find(d)!));
        var child = report.Images[1];

        Assert.That(child.Base, Is.EqualTo("base"));
        Assert.That(child.Layers.Select(l => l.MadeBy), Is.EqualTo(new[] { "base", "base", "child", "child", "child" }));
        Assert.That(child.Layers[2].Layer.Instruction, Does.StartWith("RUN").And.Contains("/var/big"));
        Assert.That(child.Wasted.Where(w => w.Bytes >= 200_000).Select(w => (w.Path, w.Kind, w.Layer, w.By)), Is.EqualTo(new[]
        {
            ("bin/again", WasteKind.Duplicated, 4, 0),
            ("var/big/one", WasteKind.Deleted, 1, 2),
            (child.Wasted[2].Path, WasteKind.Deleted, 1, 4),
            ("var/two", WasteKind.Rewritten, 1, 3),
        }));
        Assert.That(child.Wasted[2].Path, Is.EqualTo("opt/x/old").Or.EqualTo("opt/x/link"));
        Assert.That(report.Images[0].WastedBytes, Is.Zero);
    }

    private static LayeredImage Layered(string name, AnalyzedImage image, params ImmutableArray<string> parents) =>
        new(name, parents, image.Reference, image.Digest, image.Layers, image.MetadataSize);

    private string Name(string image) => $"{_registry.Address}/{_id.Split('/')[1]}/{image}:v1";

    private async Task<(ImmutableDictionary<string, AnalyzedImage> Images, LayerCache Cache)> ReadAsync(IImageSource source, string folder)
    {
        var cache = new LayerCache(Path.Combine(_folder, "layers-" + folder));
        return (await source.ReadAsync(_requests, cache, CancellationToken.None), cache);
    }
}
