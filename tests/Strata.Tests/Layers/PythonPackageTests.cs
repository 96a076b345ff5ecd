using System.Collections.Immutable;
using Strata.Layers;

namespace Strata.Tests.Layers;

public class PythonPackageTests
{
    private const string Site = "app/.venv/lib/python3.12/site-packages";

    [TestCase(Site + "/numpy-2.2.4.dist-info/RECORD", Site, "numpy", "2.2.4", "RECORD")]
    [TestCase("usr/lib/python3/dist-packages/torch-2.6.0+debian.egg-info/PKG-INFO", "usr/lib/python3/dist-packages", "torch", "2.6.0+debian", "PKG-INFO")]
    [TestCase("usr/lib/python3/dist-packages/six-1.17.0.egg-info", "usr/lib/python3/dist-packages", "six", "1.17.0", "")]
    [TestCase("site-packages/nvidia_cublas_cu12-12.4.5.8.dist-info", "site-packages", "nvidia_cublas_cu12", "12.4.5.8", "")]
    [TestCase("site-packages/a-b-1.0-py3.12.egg-info", "site-packages", "a-b", "1.0", "")]
    [TestCase("site-packages/plain.egg-info/x", "site-packages", "plain", "", "x")]
    public void Metadata_tells_name_and_version(string path, string site, string name, string version, string rest)
    {
        Assert.That(PythonDistribution.TryRead(path, out var distribution, out var behind), Is.True);
        Assert.That((distribution, behind), Is.EqualTo((new PythonDistribution(site, name, version), rest)));
    }

    [TestCase("usr/lib/numpy-2.2.4.dist-info/RECORD")]
    [TestCase("site-packages/numpy/core.py")]
    [TestCase("my-site-packages/numpy-1.dist-info")]
    public void Other_paths_tell_none(string path) => Assert.That(PythonDistribution.TryRead(path, out _, out _), Is.False);

    [Test]
    public void Files_belong_to_the_package_whose_record_names_them()
    {
        var record = "nvidia/cublas/lib/a.so,sha256=x,5\n\"nvidia/cublas/b,c.py\",,\n../../../bin/tool,,\nnvidia_cublas-1.dist-info/RECORD,,\n";
        var entries = $"{Site}/nvidia/cublas/lib/a.so={5}:a {Site}/nvidia/cublas/b,c.py=6:b {Site}/nvidia/cublas/__pycache__/b,c.cpython-312.pyc=7:c {Site}/nvidia/cudnn/d.so=8:d app/.venv/bin/tool=9:e";
        var (owned, distributions) = InstalledFiles.Assign(Layer.Of(entries).Entries, [(new PythonDistribution(Site, "nvidia_cublas", "1"), record)]);

        Assert.That(owned.Select(e => e.Distribution), Is.EqualTo(new[] { 0, 0, 0, -1, 0 }));
        Assert.That(distributions.Single().Key, Is.EqualTo("nvidia-cublas"));
    }

    [Test]
    public void Packages_are_summed_up_by_record_and_else_by_folder()
    {
        var numpy = new PythonDistribution(Site, "numpy", "2.2.4");
        var content = Layer.Of($"{Site}/numpy/a.py=100:a {Site}/numpy.libs/b.so=200:b {Site}/numpy-2.2.4.dist-info/METADATA=1:m {Site}/six.py=30:s {Site}/__pycache__/six.cpython-312.pyc=4:p usr/bin/x=999:x", numpy);
        var packages = Layer.Stack(content).Packages;

        Assert.That(packages.Select(p => (p.Name, p.Version, p.Bytes, p.Files)), Is.EqualTo(new[] { ("numpy", "2.2.4", 301L, 3), ("six", "", 34L, 2) }));
    }

    [Test]
    public void Second_copy_in_another_folder_is_a_package_of_its_own()
    {
        var below = Layer.Of("usr/lib/python3/dist-packages/torch/a.py=100:a");
        var above = Layer.Of($"{Site}/torch/a.py=90:b");
        Assert.That(Layer.Stack(below, above).Packages.Select(p => (p.Name, p.Site, p.Layers.Single())),
            Is.EqualTo(new[] { ("torch", "usr/lib/python3/dist-packages", 0), ("torch", Site, 1) }));
    }
}
