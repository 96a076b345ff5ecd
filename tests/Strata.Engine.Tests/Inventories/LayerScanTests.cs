using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Strata.Dependencies;
using Strata.Engine.Inventories;

namespace Strata.Engine.Tests.Inventories;

public class LayerScanTests
{
    private const string Site = "usr/local/lib/python3.12/site-packages/";

    [Test]
    public async Task Distributions_have_names_versions_and_bytes()
    {
        var contents = await ReadAsync(
            (Site + "torch/__init__.py", new string('x', 1000)), (Site + "torch/lib/libtorch.so", new string('x', 5000)), (Site + "torchgen/a.py", new string('x', 70)),
            (Site + "torch-2.6.0+cpu.dist-info/METADATA", "Metadata-Version: 2.1\nName: torch\nVersion: 2.6.0+cpu\n\nName: not this\n"),
            (Site + "torch-2.6.0+cpu.dist-info/RECORD", "torch/__init__.py,sha256=a,1000\ntorch/lib/libtorch.so,sha256=b,5000\ntorchgen/a.py,,70\n../../../bin/torchrun,,5\ntorch-2.6.0+cpu.dist-info/RECORD,,\n"),
            (Site + "setuptools/_vendor/x-1.dist-info/METADATA", "Name: x\nVersion: 1\n"),
            ("usr/lib/python3/dist-packages/Six-1.17.egg-info/PKG-INFO", "Name: Six\nVersion: 1.17\n"), ("usr/lib/python3/dist-packages/six.py", new string('x', 300)));
        Assert.That(contents.Distributions.Select(d => $"{d.Name} {d.Version} {d.Path}"), Is.EqualTo(new[]
        {
            "six 1.17 usr/lib/python3/dist-packages/Six-1.17.egg-info", $"torch 2.6.0+cpu {Site}torch-2.6.0+cpu.dist-info",
        }));
        Assert.That(contents.Distributions[1].Bytes, Is.InRange(6070, 6070 + 400), "code and metadata, but not what is vendored");
        Assert.That(contents.Distributions[0].Bytes, Is.InRange(300, 400));
    }

    [Test]
    public async Task What_two_share_is_told_by_their_records()
    {
        var contents = await ReadAsync(
            (Site + "google/a/x.py", new string('x', 1000)), (Site + "google/b/y.py", new string('x', 50)),
            (Site + "google_a-1.dist-info/METADATA", "Name: google-a\nVersion: 1\n"), (Site + "google_a-1.dist-info/RECORD", "google/a/x.py,,1000\n"),
            (Site + "google_b-1.dist-info/METADATA", "Name: google-b\nVersion: 1\n"), (Site + "google_b-1.dist-info/RECORD", "google/b/y.py,,50\n"));
        Assert.That(contents.Distributions.Select(d => d.Bytes), Is.EqualTo(new[] { 1000L, 50L }).Within(120L));
        Assert.That(contents.Distributions.Sum(d => d.Bytes), Is.LessThan(1050 + 200));
    }

    [Test]
    public async Task A_layer_that_replaces_and_deletes_hides_what_lies_below()
    {
        var below = await ReadAsync(
            (Site + "numpy-1.26.dist-info/METADATA", "Name: numpy\nVersion: 1.26\n"), (Site + "numpy/a.py", new string('x', 2000)),
            (Site + "redis-5.dist-info/METADATA", "Name: redis\nVersion: 5\n"), ("opt/lib/redis-4.dist-info/METADATA", "Name: redis\nVersion: 4\n"));
        var above = await ReadAsync(
            (Site + ".wh.numpy-1.26.dist-info", ""), (Site + "numpy-2.1.dist-info/METADATA", "Name: numpy\nVersion: 2.1\n"), ("opt/lib/.wh..wh..opq", ""));
        var inventory = ImageInventory.Create([new("sha256:a", "RUN a"), new("sha256:b", "RUN b")], [below, above]);
        Assert.That(inventory.Repeated.Select(r => $"{r.Last.Name} {r.Last.Version} over {string.Join(' ', r.Others.Select(o => $"{o.Version}{(o.IsVisible ? "" : " hidden")}"))}"),
            Is.EqualTo(new[] { "numpy 2.1 over 1.26 hidden", "redis 5 over 4 hidden" }));
        Assert.That(inventory.Repeated.First().WastedBytes, Is.InRange(2000, 2100));
    }

    [Test]
    public async Task Debian_packages_are_told_by_the_layer_that_adds_them()
    {
        const string Status = "Package: libc6\nStatus: install ok installed\nInstalled-Size: 10\nVersion: 2.41\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n";
        var below = await ReadAsync(("var/lib/dpkg/status", Status));
        var above = await ReadAsync(
            ("var/lib/dpkg/status", Status + "\nPackage: libpq5\nStatus: install ok installed\nInstalled-Size: 700\nVersion: 17\n\nPackage: python3-numpy\nStatus: install ok installed\nVersion: 1:2\n"),
            ("usr/lib/python3/dist-packages/numpy-2.2.dist-info/METADATA", "Name: numpy\nVersion: 2.2\n"));
        var inventory = ImageInventory.Create([new("sha256:a", ""), new("sha256:b", "")], [below, above]);
        Assert.That(inventory.Packages.Select(p => $"{p.Layer} {p.Name} {p.Version} {p.Bytes}"), Is.EqualTo(new[] { "0 libc6 2.41 10240", "1 libpq5 17 716800", $"1 numpy 2.2 {inventory.Packages[2].Bytes}" }));
        Assert.That(inventory.Repeated, Is.Empty);
    }

    [Test]
    public async Task A_big_layer_streams_through_bounded_memory()
    {
        const long Size = 600_000_000;
        using var archive = new BigLayer(Size);
        var before = GC.GetTotalAllocatedBytes();
        var contents = await LayerScan.ReadAsync(archive, CancellationToken.None);
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(60_000_000));
        Assert.That(contents.Distributions.Single().Bytes, Is.GreaterThanOrEqualTo(Size));
    }

    [Test]
    public void What_is_no_archive_is_an_error_of_its_own()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("no archive ", 500)));
        Assert.That(async () => await LayerScan.ReadAsync(new MemoryStream(text), CancellationToken.None), Throws.InstanceOf<InvalidDataException>());
    }

    private static async Task<LayerContents> ReadAsync(params (string Path, string Text)[] files)
    {
        var stream = new MemoryStream();
        await using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var (path, text) in files)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        stream.Position = 0;
        return await LayerScan.ReadAsync(stream, CancellationToken.None);
    }

    /// <summary>A layer with one big file, made while it is read.</summary>
    private sealed class BigLayer : Stream
    {
        private readonly byte[] _head;
        private readonly byte[] _tail;
        private readonly long _size;
        private long _at;

        public BigLayer(long size)
        {
            _size = (size + 511) / 512 * 512;
            var head = new MemoryStream();
            using (var tar = new TarWriter(head, leaveOpen: true))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Site + "big-1.dist-info/METADATA") { DataStream = new MemoryStream("Name: big\nVersion: 1\n"u8.ToArray()) });
            }

            var file = new MemoryStream();
            using (var tar = new TarWriter(file, leaveOpen: true))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Site + "big/blob"));
            }

            // The header of an empty file, with the size and the checksum that it would have.
            var header = file.ToArray()[..512];
            Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0') + "\0").CopyTo(header, 124);
            "        "u8.CopyTo(header.AsSpan(148));
            Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
            _head = [.. head.ToArray()[..1024], .. header];
            _tail = new byte[1024];
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var left = _head.Length + _size + _tail.Length - _at;
            var taken = (int)Math.Min(count, left);
            buffer.AsSpan(offset, taken).Clear();
            for (var i = 0; i < taken && _at + i < _head.Length; i++)
            {
                buffer[offset + i] = _head[_at + i];
            }

            _at += taken;
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
