using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Strata.Engine.Analysis;
using Strata.Engine.Tests.BuildKit;
using Strata.Layers;
using Strata.Oci;

namespace Strata.Engine.Tests.Analysis;

public class LayerTarTests
{
    [Test]
    public void Entries_sizes_and_digest_are_those_of_the_tar()
    {
        var tar = Tar(w =>
        {
            Directory(w, "etc/");
            File(w, "etc/motd", "hello");
            File(w, "etc/.wh.passwd", "");
            Link(w, TarEntryType.HardLink, "etc/motd2", "etc/motd");
            Link(w, TarEntryType.SymbolicLink, "motd", "etc/motd");
            File(w, "var/.wh..wh..opq", "");
            File(w, "copy", "hello");
        });
        var content = LayerTar.Read(new MemoryStream(tar), CancellationToken.None);

        Assert.That((content.DiffId, content.Size), Is.EqualTo((Digest.Of(tar).ToString(), (long)tar.Length)));
        Assert.That(content.Entries.Select(e => $"{e.Path} {e.Kind} {e.Size} {e.Target}".TrimEnd()), Is.EqualTo(new[]
        {
            "etc Directory 0", "etc/motd File 5", "etc/passwd Whiteout 0", "etc/motd2 HardLink 0 etc/motd", "motd SymbolicLink 0 etc/motd", "var Opaque 0", "copy File 5",
        }));
        Assert.That(content.Entries[1].Content, Is.EqualTo(content.Entries[6].Content).And.Not.EqualTo(default(UInt128)));
        Assert.That(content.Entries[1].Mode, Is.EqualTo(Convert.ToInt32("640", 8)));
        Assert.That((content.Files, content.Whiteouts), Is.EqualTo((4, 2)));
    }

    [TestCase(TarEntryFormat.Ustar)]
    [TestCase(TarEntryFormat.Pax)]
    [TestCase(TarEntryFormat.Gnu)]
    public void All_forms_of_tar_are_read(TarEntryFormat format)
    {
        var name = format == TarEntryFormat.Ustar ? "a/b" : string.Join('/', Enumerable.Repeat("a-long-name", 30));
        var content = LayerTar.Read(new MemoryStream(Tar(w => File(w, name, "x"), format)), CancellationToken.None);
        Assert.That(content.Entries.Single().Path, Is.EqualTo(name));
    }

    [Test]
    public void Attributes_of_any_bytes_do_no_harm()
    {
        // As a file capability may be: binary, with what looks like a line's end.
        var tar = Tar(w => w.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, string.Join('/', Enumerable.Repeat("a-long-name", 30)), new Dictionary<string, string>
        {
            ["SCHILY.xattr.security.capability"] = "\u0001\u0002 12##=x# \u00ff",
        })));
        for (var at = tar.AsSpan().IndexOf("##=x# "u8); tar[at] == '#' || tar[at] == '=' || tar[at] == 'x'; at++)
        {
            tar[at] = tar[at] == '#' ? (byte)'\n' : tar[at];
        }

        Assert.That(LayerTar.Read(new MemoryStream(tar), CancellationToken.None).Entries.Single().Path, Has.Length.EqualTo(359));
    }

    [Test]
    public void Bytes_behind_the_end_of_the_archive_count()
    {
        byte[] tar = [.. Tar(w => File(w, "a", "x")), .. new byte[5000]];
        var content = LayerTar.Read(new MemoryStream(tar), CancellationToken.None);
        Assert.That((content.DiffId, content.Size), Is.EqualTo((Digest.Of(tar).ToString(), (long)tar.Length)));
    }

    [Test]
    public void Empty_layer_has_no_entries() => Assert.That(LayerTar.Read(new MemoryStream(new byte[1024]), CancellationToken.None).Entries, Is.Empty);

    [Test]
    public void What_is_no_tar_is_told() =>
        Assert.That(() => LayerTar.Read(new MemoryStream(Encoding.ASCII.GetBytes(new string('x', 4096))), CancellationToken.None), Throws.InstanceOf<InvalidDataException>());

    [Test]
    public void Layer_that_is_cut_short_is_told() =>
        Assert.That(() => LayerTar.Read(new MemoryStream(Tar(w => File(w, "a", new string('x', 4096)))[..2000]), CancellationToken.None), Throws.InstanceOf<IOException>());

    [Test]
    public void Damaged_layer_is_told_whatever_is_wrong()
    {
        var tar = Tar(w =>
        {
            File(w, string.Join('/', Enumerable.Repeat("a-long-name", 30)), "hello");
            Link(w, TarEntryType.HardLink, "b", "a");
            File(w, "c", new string('x', 600));
        });
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var damaged = tar[..random.Next(1, tar.Length)];
            for (var j = random.Next(4); j >= 0; j--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                LayerTar.Read(new MemoryStream(damaged), CancellationToken.None);
            }
            catch (Exception told) when (told is InvalidDataException or IOException)
            {
                // As it has to be.
            }
        }
    }

    [Test]
    public void Record_of_a_distribution_gives_it_its_files()
    {
        const string site = "usr/lib/python3/site-packages";
        var content = LayerTar.Read(new MemoryStream(Tar(w =>
        {
            File(w, $"{site}/nvidia/cublas/a.so", "12345");
            File(w, $"{site}/nvidia_cublas-1.2.dist-info/RECORD", "nvidia/cublas/a.so,sha256=x,5\n");
        })), CancellationToken.None);
        Assert.That(content.Distributions, Is.EqualTo(new[] { new PythonDistribution(site, "nvidia_cublas", "1.2") }));
        Assert.That(content.Entries[0].Distribution, Is.Zero);
    }

    [Test]
    public void What_is_installed_is_found_whatever_paths_begin_with()
    {
        foreach (var start in new[] { "", "./", "/" })
        {
            var content = LayerTar.Read(new MemoryStream(Tar(w =>
            {
                File(w, $"{start}usr/lib/python3/site-packages/numpy/a.py", "12345");
                File(w, $"{start}usr/lib/python3/site-packages/numpy-2.2.dist-info/METADATA", "Name: NumPy\nVersion: 2.2\n");
                File(w, $"{start}var/lib/dpkg/status", "Package: libc6\nVersion: 2.41\n");
            })), CancellationToken.None);
            Assert.That(content.Packages.Distributions.Select(d => $"{d.Name} {d.Version} {d.Bytes}"), Is.EqualTo(new[] { "numpy 2.2 30" }), start);
            Assert.That(content.Packages.Debian.Single().Package, Is.EqualTo("libc6"));
        }
    }

    [Test]
    public void Gzip_of_one_or_many_members_is_unpacked()
    {
        var tar = Tar(w => File(w, "a", "x"));
        byte[] members = [.. Gzip(tar[..700]), .. Gzip(tar[700..])];
        foreach (var blob in new[] { tar, Gzip(tar), members })
        {
            Assert.That(LayerTar.Read(LayerBlobStream.Open(new MemoryStream(blob)), CancellationToken.None).DiffId, Is.EqualTo(Digest.Of(tar).ToString()));
        }
    }

    [Test]
    public async Task Zstandard_is_unpacked_by_the_program_of_the_machine()
    {
        var zstd = await DebianTool.FindAsync("zstd", "usr/bin/zstd");
        var tar = Tar(w => File(w, "a", new string('x', 100_000)));
        var file = Path.GetTempFileName();
        await System.IO.File.WriteAllBytesAsync(file, tar);
        Assert.That(await EngineUnderTest.ShellAsync("\"$1\" -q --rm -f \"$2\" -o \"$2.zst\"", zstd, file), Is.Zero);
        var blob = await System.IO.File.ReadAllBytesAsync(file + ".zst");
        System.IO.File.Delete(file + ".zst");

        var before = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", Path.GetDirectoryName(zstd));
            Assert.That(LayerTar.Read(LayerBlobStream.Open(new MemoryStream(blob)), CancellationToken.None).DiffId, Is.EqualTo(Digest.Of(tar).ToString()));
            Assert.That(() => LayerTar.Read(LayerBlobStream.Open(new MemoryStream(blob[..50])), CancellationToken.None), Throws.TypeOf<StrataException>().With.Message.Contain("zstd"));
            Environment.SetEnvironmentVariable("PATH", "/nowhere");
            Assert.That(() => LayerBlobStream.Open(new MemoryStream(blob)), Throws.TypeOf<StrataException>().With.Message.Contain("apt-get install zstd"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", before);
        }
    }

    [Test]
    public void Cancelled_reading_ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(() => LayerTar.Read(new MemoryStream(Tar(w => File(w, "a", "x"))), source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Big_layer_is_read_in_bounded_memory() => Read(100_000_000);

    [Test, Category("Soak")]
    public void Layer_of_a_gigabyte_is_read_in_bounded_memory() => Read(1_000_000_000);

    internal static byte[] Tar(Action<TarWriter> write, TarEntryFormat format = TarEntryFormat.Pax)
    {
        using var memory = new MemoryStream();
        using (var writer = new TarWriter(memory, format, leaveOpen: true))
        {
            write(writer);
        }

        return memory.ToArray();
    }

    internal static void File(TarWriter writer, string name, string content)
    {
        var entry = Entry(writer, TarEntryType.RegularFile, name);
        entry.Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        entry.DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        writer.WriteEntry(entry);
    }

    internal static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }

    private static void Directory(TarWriter writer, string name) => writer.WriteEntry(Entry(writer, TarEntryType.Directory, name));

    private static void Link(TarWriter writer, TarEntryType type, string name, string target)
    {
        var entry = Entry(writer, type, name);
        entry.LinkName = target;
        writer.WriteEntry(entry);
    }

    private static TarEntry Entry(TarWriter writer, TarEntryType type, string name) => writer.Format switch
    {
        TarEntryFormat.Ustar => new UstarTarEntry(type, name),
        TarEntryFormat.Gnu => new GnuTarEntry(type, name),
        _ => new PaxTarEntry(type, name),
    };

    /// <summary>Reads a layer of one file that is made while it is read.</summary>
    private static void Read(long size)
    {
        using var stream = new GeneratedLayer(size);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var content = LayerTar.Read(stream, CancellationToken.None);
        Assert.That(content.Entries.Single().Size, Is.EqualTo(size));
        Assert.That(content.Size, Is.EqualTo(stream.Length));
        Assert.That(stream.MostMemory - before, Is.LessThan(16_000_000), "bytes held while reading");
    }

    /// <summary>A tar with one big file of pseudorandom bytes, which looks at the memory while it is read.</summary>
    private sealed class GeneratedLayer(long size) : Stream
    {
        private readonly byte[] _head = Header(size);
        private readonly byte[] _noise = RandomNumberGenerator.GetBytes(1 << 16);
        private long _at;

        public long MostMemory { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => _head.Length + ((size + 511) / 512 * 512) + 1024;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (_at >> 24 != (_at + buffer.Length) >> 24)
            {
                MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: false));
            }

            var source = _at < _head.Length ? _head.AsSpan((int)_at) : _at < _head.Length + size ? _noise.AsSpan(0, (int)Math.Min(_noise.Length, _head.Length + size - _at)) : new byte[2048];
            var count = (int)Math.Min(Math.Min(buffer.Length, source.Length), Length - _at);
            source[..count].CopyTo(buffer);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        // A header of a small file, made to speak of a big one: its size stands at byte 124, the sum of all bytes at 148.
        private static byte[] Header(long size)
        {
            var header = Tar(w => LayerTarTests.File(w, "big", "x"), TarEntryFormat.Ustar)[..512];
            Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
            header.AsSpan(148, 8).Fill((byte)' ');
            Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
            return header;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
