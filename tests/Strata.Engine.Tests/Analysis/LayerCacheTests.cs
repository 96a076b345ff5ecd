using Strata.Dependencies;
using Strata.Engine.Analysis;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Tests.Analysis;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LayerCacheTests : IDisposable
{
    private static readonly LayerContent Content = new(
        Digest.Of("layer"u8).ToString(),
        12345,
        [
            new LayerEntry("usr", LayerEntryKind.Directory, Mode: 0x1ed),
            new LayerEntry("usr/lib/a", LayerEntryKind.File, 5_000_000_000, 0x9ed, new UInt128(1, ulong.MaxValue), null, 0),
            new LayerEntry("usr/lib/abé", LayerEntryKind.File, 0),
            new LayerEntry("usr/link", LayerEntryKind.SymbolicLink, Target: "../a"),
            new LayerEntry("usr/hard", LayerEntryKind.HardLink, Target: "usr/lib/a"),
            new LayerEntry("gone", LayerEntryKind.Whiteout),
            new LayerEntry("", LayerEntryKind.Opaque),
        ],
        [new PythonDistribution("usr/lib", "numpy", "2.2.4")])
    {
        Packages = new LayerPackages
        {
            Distributions = [new FoundDistribution(PackageName.Of("numpy"), "2.2.4", "usr/lib/numpy-2.2.4.dist-info", 5_000_000_000)],
            Debian = [new FoundPackage("libc6", "2.41", 10240)],
        },
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strata-layers-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task What_was_written_is_read_again()
    {
        await new LayerCache(_folder.FullName).WriteAsync(Content, CancellationToken.None);
        var read = new LayerCache(_folder.FullName).Find(Content.DiffId)!;
        Assert.That((read.DiffId, read.Size), Is.EqualTo((Content.DiffId, Content.Size)));
        Assert.That(read.Entries, Is.EqualTo(Content.Entries));
        Assert.That(read.Distributions, Is.EqualTo(Content.Distributions));
        Assert.That(read.Packages.Distributions, Is.EqualTo(Content.Packages.Distributions));
        Assert.That(read.Packages.Debian, Is.EqualTo(Content.Packages.Debian));
    }

    [Test]
    public async Task Layer_without_a_database_of_packages_stays_one()
    {
        await new LayerCache(_folder.FullName).WriteAsync(Content with { Packages = LayerPackages.None }, CancellationToken.None);
        Assert.That(new LayerCache(_folder.FullName).Find(Content.DiffId)!.Packages.Debian.IsDefault, Is.True);
    }

    [Test]
    public void Unknown_layer_is_none() => Assert.That(new LayerCache(_folder.FullName).Find(Content.DiffId), Is.Null);

    [Test]
    public async Task Damaged_file_and_file_of_another_layer_count_as_none()
    {
        await new LayerCache(_folder.FullName).WriteAsync(Content, CancellationToken.None);
        var cache = new LayerCache(_folder.FullName);
        var file = _folder.GetFiles().Single().FullName;
        var bytes = await File.ReadAllBytesAsync(file);
        for (var i = 0; i < bytes.Length; i += 7)
        {
            await File.WriteAllBytesAsync(file, [.. bytes[..i], (byte)(bytes[i] ^ 1), .. bytes[(i + 1)..]]);
            Assert.That(cache.Find(Content.DiffId), Is.Null, $"byte {i}");
        }

        await File.WriteAllBytesAsync(file, bytes[..^1]);
        Assert.That(cache.Find(Content.DiffId), Is.Null);
        var other = Digest.Of("other"u8).ToString();
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, other.Replace(':', '-')), bytes);
        Assert.That(cache.Find(other), Is.Null);
    }

    [Test]
    public async Task Place_that_cannot_be_written_to_costs_only_time()
    {
        var cache = new LayerCache("/proc/none");
        await cache.WriteAsync(Content, CancellationToken.None);
        Assert.That(cache.Find(Content.DiffId), Is.EqualTo(Content));
        Assert.That(new LayerCache("/proc/none").Find(Content.DiffId), Is.Null);
    }
}
