using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Records;
using Strata.Planning;

namespace Strata.Engine.Tests.Records;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RecordLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-records-").FullName;
    private readonly List<string> _warnings = [];

    private string PathOfWeb => Path.Combine(_folder, "web.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task What_is_written_is_read_newest_first()
    {
        await Append(Record(1), Record(2));
        var read = await Read();
        Assert.That(read.Select(r => r.Digest), Is.EqualTo(new[] { Record(2).Digest, Record(1).Digest }));
        Assert.That(Text(read[1]), Is.EqualTo(Text(Record(1))));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public async Task Nothing_is_remembered_at_first()
    {
        Assert.That(await Read(), Is.Empty);
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public async Task File_cut_at_any_byte_loses_only_the_line_that_is_cut()
    {
        await Append(Record(1), Record(2));
        var whole = await File.ReadAllBytesAsync(PathOfWeb);
        var first = Array.IndexOf(whole, (byte)'\n');
        for (var length = 0; length <= whole.Length; length++)
        {
            _warnings.Clear();
            await File.WriteAllBytesAsync(PathOfWeb, whole[..length]);
            var read = await Read();

            // A line that only lacks its end is whole.
            var expected = length >= whole.Length - 1 ? 2 : length >= first ? 1 : 0;
            Assert.That(read, Has.Length.EqualTo(expected), $"cut at {length}");
            Assert.That(_warnings, Has.Count.EqualTo(length == 0 || length == first || length == first + 1 || length >= whole.Length - 1 ? 0 : 1), $"cut at {length}");
        }
    }

    [Test]
    public async Task Record_after_a_torn_line_is_whole()
    {
        await Append(Record(1));
        await File.WriteAllBytesAsync(PathOfWeb, (await File.ReadAllBytesAsync(PathOfWeb))[..^20]);
        await Append(Record(2));
        Assert.That((await Read()).Select(r => r.Digest), Is.EqualTo(new[] { Record(2).Digest }));
    }

    [TestCase("{\"v\":2,\"image\":\"web\"}")]
    [TestCase("{\"v\":\"1\"}")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("17")]
    [TestCase("{\"v\":1,\"image\":\"web\",\"fingerprint\":\"0\"}")]
    [TestCase("\0\0\0\0")]
    [TestCase("not json")]
    public async Task Line_that_is_no_record_of_ours_is_dropped_with_one_warning(string line)
    {
        await Append(Record(1));
        await File.AppendAllTextAsync(PathOfWeb, line + "\n" + line + "\n");
        await Append(Record(2));
        var log = new RecordLog(_folder, _warnings.Add);
        Assert.That(await log.ReadAsync("web", CancellationToken.None), Has.Length.EqualTo(2));
        Assert.That(await log.ReadAsync("web", CancellationToken.None), Has.Length.EqualTo(2));
        Assert.That(_warnings, Has.Count.EqualTo(1));
    }

    [Test]
    public void Noise_is_never_an_error_what_it_costs_is_told_and_no_image_gets_another_ones_fingerprint()
    {
        BuildRecord[] records = [Record(1), Record(2)];
        byte[] whole = [.. records.SelectMany(RecordLine.Write)];
        var noise = from place in Gen.Choose(0, whole.Length - 1) from value in Gen.Choose(0, 255) select (place, (byte)value);
        Prop.ForAll(noise.ListOf(3).ToArbitrary(), changes =>
        {
            var bytes = whole.ToArray();
            foreach (var (place, value) in changes)
            {
                bytes[place] = value;
            }

            _warnings.Clear();
            File.WriteAllBytes(PathOfWeb, bytes);
            var read = Read().GetAwaiter().GetResult();
            Assert.That(_warnings, Has.Count.EqualTo(read.Length < records.Length ? 1 : 0));
            foreach (var (record, own) in read.Join(records, r => r.Fingerprint, r => r.Fingerprint, (r, own) => (r, own)))
            {
                Assert.That(records.Select(r => r.Digest).Except([own.Digest]), Has.None.EqualTo(record.Digest));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public async Task Writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var log = new RecordLog(_folder, _warnings.Add);
            for (var i = 0; i < 10; i++)
            {
                await log.AppendAsync([Record(writer * 10 + i)], CancellationToken.None);
            }
        })));

        Assert.That((await Read()).Select(r => r.Digest), Is.EquivalentTo(Enumerable.Range(0, 40).Select(i => Record(i).Digest)));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public async Task Long_file_keeps_its_newest_records()
    {
        for (var i = 0; i < 70; i++)
        {
            await Append(Record(i));
        }

        var read = await Read();
        Assert.That(read, Has.Length.LessThan(30));
        Assert.That(read[0].Digest, Is.EqualTo(Record(69).Digest));
        Assert.That(Directory.EnumerateFiles(_folder, "*.tmp"), Is.Empty);
    }

    [Test]
    public async Task Folder_that_cannot_be_written_to_is_a_warning()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        var log = new RecordLog(Path.Combine(file, "records"), _warnings.Add);
        await log.AppendAsync([Record(1)], CancellationToken.None);
        Assert.That(await log.ReadAsync("web", CancellationToken.None), Is.Empty);
        Assert.That(_warnings, Has.Count.EqualTo(1));
    }

    private async Task Append(params BuildRecord[] records)
    {
        foreach (var record in records)
        {
            await new RecordLog(_folder, _warnings.Add).AppendAsync([record], CancellationToken.None);
        }
    }

    private Task<ImmutableArray<BuildRecord>> Read() => new RecordLog(_folder, _warnings.Add).ReadAsync("web", CancellationToken.None);

    private static string Text(BuildRecord record) => Encoding.UTF8.GetString(RecordLine.Write(record));

    private static BuildRecord Record(int number)
    {
        var inputs = new InputManifest([new InputEntry(InputKind.File, "services/wéb/app.py", $"{number}"), new InputEntry(InputKind.Parent, "base", "11")]);
        return new BuildRecord(
            "web", inputs.Fingerprint, inputs, "web:dev", $"sha256:{number:x64}", [new LayerSize("sha256:aa", 12)],
            ImmutableSortedDictionary<string, string>.Empty.Add("base", "sha256:bb"), TimeSpan.FromSeconds(3), DateTimeOffset.UnixEpoch, "docker 1", "/clone");
    }
}
