using System.Runtime.Versioning;
using Strata.Dockerfiles;
using Strata.Engine.Files;

namespace Strata.Engine.Tests.Files;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public class FileHashCacheTests
{
    private string _folder = "";

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("strata-hashes-").FullName;
        Directory.CreateDirectory(Path.Combine(_folder, "root"));
        File.WriteAllText(Place, "content");
    }

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_file_is_hashed_once()
    {
        var (first, _) = await HashAsync(Later);
        var (second, isKnown) = await HashAsync(Later);
        Assert.That((second, isKnown), Is.EqualTo((first, true)));
    }

    [Test]
    public async Task A_file_that_changed_just_now_is_hashed_again()
    {
        await HashAsync(TimeProvider.System);
        Assert.That((await HashAsync(TimeProvider.System)).IsKnown, Is.False);
    }

    [Test]
    public async Task A_change_that_keeps_size_and_time_of_the_content_is_seen()
    {
        var (first, _) = await HashAsync(Later);
        var time = File.GetLastWriteTimeUtc(Place);
        File.WriteAllText(Place, "CONTENT");
        File.SetLastWriteTimeUtc(Place, time);
        Assert.That((await HashAsync(Later)).Hash, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task Another_file_under_the_same_name_is_seen()
    {
        var (first, _) = await HashAsync(Later);
        File.WriteAllText(Place + "2", "CONTENT");
        File.SetLastWriteTimeUtc(Place + "2", File.GetLastWriteTimeUtc(Place));
        File.Move(Place + "2", Place, overwrite: true);
        Assert.That((await HashAsync(Later)).Hash, Is.Not.EqualTo(first));
    }

    [Test]
    public async Task A_file_cut_at_any_byte_or_with_any_byte_changed_is_a_fresh_start()
    {
        await HashAsync(Later);
        var whole = await File.ReadAllBytesAsync(Cache);
        var file = Find("file");
        for (var at = 0; at < whole.Length; at++)
        {
            await File.WriteAllBytesAsync(Cache, whole[..at]);
            Assert.That(FileHashCache.Open(Cache).Find(file), Is.Null, $"cut at {at}");
            var noise = whole.ToArray();
            noise[at] ^= 0x41;
            await File.WriteAllBytesAsync(Cache, noise);
            Assert.That(FileHashCache.Open(Cache).Find(file), Is.Null, $"changed at {at}");
        }
    }

    [Test]
    public async Task What_others_need_stays_when_few_files_are_asked_for()
    {
        await HashAsync(Later);
        File.WriteAllText(Path.Combine(_folder, "root", "other"), "other");
        await HashAsync(Later, "other");
        Assert.That((await HashAsync(Later)).IsKnown, Is.True);
    }

    [Test]
    public async Task Writers_at_once_leave_a_whole_file()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => HashAsync(Later)));
        Assert.That((await HashAsync(Later)).IsKnown, Is.True);
    }

    [Test]
    public async Task A_place_that_cannot_be_written_costs_only_time()
    {
        Directory.CreateDirectory(Cache);
        Assert.That((await HashAsync(Later)).IsKnown, Is.False);
    }

    private static readonly TimeProvider Later = new Shifted(TimeSpan.FromMinutes(1));

    private string Place => Path.Combine(_folder, "root", "file");

    private string Cache => Path.Combine(_folder, "hashes");

    private async Task<(string Hash, bool IsKnown)> HashAsync(TimeProvider clock, string name = "file")
    {
        var cache = FileHashCache.Open(Cache, clock);
        var file = Find(name);
        var isKnown = cache.Find(file) is not null;
        var hash = await cache.HashAsync(file, CancellationToken.None);
        await cache.SaveAsync(CancellationToken.None);
        return (hash, isKnown);
    }

    private ContextFile Find(string name)
    {
        var files = new Dictionary<string, ContextFile>(StringComparer.Ordinal);
        new ContextTree(Path.Combine(_folder, "root"), "", PathPatterns.Create([])).Collect(new ContextRead(name, false), files);
        return files[name];
    }

    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
