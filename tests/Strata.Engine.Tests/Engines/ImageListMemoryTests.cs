using System.Buffers.Binary;
using Strata.Engine.Engines;

namespace Strata.Engine.Tests.Engines;

[Platform("Linux")]
public sealed class ImageListMemoryTests
{
    private const string Question = "/run/docker.sock {}";

    private string _folder = "";

    private string Database => Path.Combine(_folder, "meta.db");

    private string Memory => Path.Combine(_folder, "images");

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("strata-store-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_transaction_changes_the_mark_even_within_one_tick_of_the_clock()
    {
        WriteDatabase(7, 8);
        var (before, time) = (StoreMark.Read(Database), File.GetLastWriteTimeUtc(Database));

        WriteDatabase(9, 8);
        File.SetLastWriteTimeUtc(Database, time);

        Assert.That(before, Is.Not.Null);
        Assert.That(StoreMark.Read(Database)!.Split('-')[^2..], Is.Not.EqualTo(before!.Split('-')[^2..]));
    }

    [Test]
    public void Another_file_in_the_place_changes_the_mark()
    {
        WriteDatabase(7, 8);
        var before = StoreMark.Read(Database);

        File.Copy(Database, Database + ".old");
        File.Move(Database + ".old", Database, overwrite: true);

        Assert.That(StoreMark.Read(Database), Is.Not.Null.And.Not.EqualTo(before));
    }

    [Test]
    public void An_untouched_file_that_its_owner_has_locked_keeps_its_mark()
    {
        WriteDatabase(7, 8);
        using var owner = File.Open(Database, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.That(StoreMark.Read(Database), Is.Not.Null.And.EqualTo(StoreMark.Read(Database)));
    }

    [Test]
    public void Files_of_another_kind_have_no_mark()
    {
        Assert.That(StoreMark.Read(Database), Is.Null);
        File.WriteAllBytes(Database, new byte[16384]);
        Assert.That(StoreMark.Read(Database), Is.Null);
        File.WriteAllBytes(Database, new byte[10]);
        Assert.That(StoreMark.Read(Database), Is.Null);
    }

    [Test]
    public async Task The_answer_is_recalled_for_the_same_question_and_mark_only()
    {
        var memory = new ImageListMemory(Memory);
        await memory.RememberAsync(Question, "mark", "[1]"u8.ToArray(), default);

        Assert.That(memory.Recall(Question, "mark"), Is.EqualTo("[1]"u8.ToArray()));
        Assert.That(memory.Recall(Question, "later"), Is.Null);
        Assert.That(memory.Recall("/other.sock {}", "mark"), Is.Null);
    }

    [Test]
    public async Task A_memory_with_any_byte_changed_or_cut_off_is_none()
    {
        var memory = new ImageListMemory(Memory);
        await memory.RememberAsync(Question, "mark", "[12]"u8.ToArray(), default);
        var whole = await File.ReadAllBytesAsync(Memory);

        for (var i = 0; i < whole.Length; i++)
        {
            await File.WriteAllBytesAsync(Memory, whole[..i]);
            Assert.That(memory.Recall(Question, "mark"), Is.Null);
            byte[] changed = [.. whole];
            changed[i] ^= 1;
            await File.WriteAllBytesAsync(Memory, changed);
            Assert.That(memory.Recall(Question, "mark"), Is.Null);
        }
    }

    // As bbolt lays it out: two meta pages of 4096 bytes.
    private void WriteDatabase(params ulong[] transactions)
    {
        var content = new byte[16384];
        for (var page = 0; page < 2; page++)
        {
            var meta = content.AsSpan(page * 4096);
            BinaryPrimitives.WriteUInt32LittleEndian(meta[16..], 0xED0CDAED);
            BinaryPrimitives.WriteUInt32LittleEndian(meta[24..], 4096);
            BinaryPrimitives.WriteUInt64LittleEndian(meta[64..], transactions[page]);
        }

        File.WriteAllBytes(Database, content);
    }
}
