using Strata.Engine.Hosts;
using Strata.Engine.Records;

namespace Strata.Engine.Tests.Records;

[Platform("Linux,MacOsX")]
public sealed class HostRecordsTests
{
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("strata-host-records-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task What_is_added_on_the_host_is_fetched_byte_by_byte()
    {
        await using var host = new LocalHost();
        var records = Open(host);
        await records.AppendAsync("web", "{\"é\":1}\n"u8.ToArray(), CancellationToken.None);
        await records.AppendAsync("web", "%s\\n two  spaces \n"u8.ToArray(), CancellationToken.None);

        await records.FetchAsync(["none", "web"], CancellationToken.None);

        Assert.That(await File.ReadAllTextAsync(Here("web")), Is.EqualTo("{\"é\":1}\n%s\\n two  spaces \n"));
        Assert.That(File.Exists(Here("none")), Is.False);
    }

    [Test]
    public async Task A_file_that_is_compacted_meanwhile_costs_no_other_images_records()
    {
        await using var host = new LocalHost();
        var records = Open(host);
        await records.AppendAsync("last", "last\n"u8.ToArray(), CancellationToken.None);
        using var enough = new CancellationTokenSource();
        var others = Task.Run(async () =>
        {
            for (var lines = 100; !enough.IsCancellationRequested; lines = 101 - lines)
            {
                await AtomicFile.WriteAsync(Path.Combine(_folder, "there", "first.jsonl"), string.Concat(Enumerable.Repeat("first\n", lines)), isPrivate: false, CancellationToken.None);
            }
        });
        try
        {
            for (var i = 0; i < 100; i++)
            {
                await records.FetchAsync(["first", "last"], CancellationToken.None);
                Assert.That(File.Exists(Here("last")), Is.True, $"call {i}");
            }
        }
        finally
        {
            await enough.CancelAsync();
            await others;
        }
    }

    private HostRecords Open(IBuildHost host) => new(host, Path.Combine(_folder, "there"), Path.Combine(_folder, "here"));

    private string Here(string image) => Path.Combine(_folder, "here", image + ".jsonl");
}
