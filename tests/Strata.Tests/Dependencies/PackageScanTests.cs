using Strata.Dependencies;

namespace Strata.Tests.Dependencies;

public class PackageScanTests
{
    private const string Site = "usr/local/lib/python3.12/site-packages/";

    [Test]
    public void Distributions_have_names_versions_and_bytes()
    {
        var found = Scan(
            (Site + "torch/__init__.py", new string('x', 1000)), (Site + "torch/lib/libtorch.so", new string('x', 5000)), (Site + "torchgen/a.py", new string('x', 70)),
            (Site + "torch-2.6.0+cpu.dist-info/METADATA", "Metadata-Version: 2.1\nName: torch\nVersion: 2.6.0+cpu\n\nName: not this\n"),
            (Site + "torch-2.6.0+cpu.dist-info/RECORD", "torch/__init__.py,sha256=a,1000\ntorch/lib/libtorch.so,sha256=b,5000\ntorchgen/a.py,,70\n../../../bin/torchrun,,5\ntorch-2.6.0+cpu.dist-info/RECORD,,\n"),
            (Site + "setuptools/_vendor/x-1.dist-info/METADATA", "Name: x\nVersion: 1\n"),
            ("usr/lib/python3/dist-packages/Six-1.17.egg-info/PKG-INFO", "Name: Six\nVersion: 1.17\n"), ("usr/lib/python3/dist-packages/six.py", new string('x', 300)));
        Assert.That(found.Distributions.Select(d => $"{d.Name} {d.Version} {d.Path}"), Is.EqualTo(new[]
        {
            "six 1.17 usr/lib/python3/dist-packages/Six-1.17.egg-info", $"torch 2.6.0+cpu {Site}torch-2.6.0+cpu.dist-info",
        }));
        Assert.That(found.Distributions[1].Bytes, Is.InRange(6070, 6070 + 400), "code and metadata, but not what is vendored");
        Assert.That(found.Distributions[0].Bytes, Is.InRange(300, 400));
    }

    [Test]
    public void What_two_share_is_told_by_their_records()
    {
        var found = Scan(
            (Site + "google/a/x.py", new string('x', 1000)), (Site + "google/b/y.py", new string('x', 50)),
            (Site + "google_a-1.dist-info/METADATA", "Name: google-a\nVersion: 1\n"), (Site + "google_a-1.dist-info/RECORD", "google/a/x.py,,1000\n"),
            (Site + "google_b-1.dist-info/METADATA", "Name: google-b\nVersion: 1\n"), (Site + "google_b-1.dist-info/RECORD", "google/b/y.py,,50\n"));
        Assert.That(found.Distributions.Select(d => d.Bytes), Is.EqualTo(new[] { 1000L, 50L }).Within(120L));
        Assert.That(found.Distributions.Sum(d => d.Bytes), Is.LessThan(1050 + 200));
    }

    [Test]
    public void No_database_of_packages_is_another_thing_than_an_empty_one()
    {
        Assert.That(Scan(("etc/motd", "hello")).Debian.IsDefault, Is.True);
        Assert.That(Scan(("var/lib/dpkg/status", "")).Debian, Is.Empty);
        Assert.That(Scan(("var/lib/dpkg/status.d/libc6", "Package: libc6\nVersion: 2.41\n"), ("var/lib/dpkg/status.d/libc6.md5sums", "Package: no\nVersion: 1\n")).Debian.Select(p => p.Package),
            Is.EqualTo(new[] { "libc6" }));
    }

    [Test]
    public void Metadata_too_big_to_be_read_names_no_distribution()
    {
        var scan = new PackageScan();
        scan.Add(Site + "big-1.dist-info/METADATA", 1L << 40, null);
        Assert.That(scan.Finish().Distributions, Is.Empty);
    }

    private static LayerPackages Scan(params (string Path, string Text)[] files)
    {
        var scan = new PackageScan();
        foreach (var (path, text) in files)
        {
            scan.Add(path, text.Length, PackageScan.Reads(path) ? text : null);
        }

        return scan.Finish();
    }
}
