using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Strata.Engine.Hosts;
using Strata.Testing.Dockerfiles;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>What BuildKit's own parser says of the corpus, which our parser is held to.</summary>
public sealed class DockerfileOracleTests
{
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("strata-corpus-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    /// <summary>Good ones together in one call; of the bad ones, each of which takes a call, some.</summary>
    [Test]
    public async Task BuildKit_takes_and_refuses_what_we_do()
    {
        var engine = await EngineUnderTest.ConnectAsync();
        var good = DockerfileCorpus.All.Where(e => e.IsGood).ToList();
        var targets = good.ToDictionary(e => e.Name, e => new { context = _folder, dockerfile = Write(e) });
        var file = Path.Combine(_folder, "bake.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { target = targets }));
        ImmutableArray<string> arguments = ["buildx", "bake", "--call=outline", "-f", file, .. targets.Keys];
        var all = await new LocalHost().CaptureAsync(
            new Command(engine.Docker, arguments) { Environment = engine.Environment.SetItem("BUILDX_BAKE_ENTITLEMENTS_FS", "0") }, CancellationToken.None);

        // Which of them it was is only known when each is asked.
        var wrong = all.ExitCode == 0 ? [] : await WrongAsync(good);
        wrong = [.. wrong, .. await WrongAsync(DockerfileCorpus.All.Where((e, i) => !e.IsGood && i % 5 == 0))];
        AssertNone(wrong);
    }

    [Test, Explicit("takes minutes"), Category("Soak")]
    public async Task BuildKit_takes_and_refuses_what_we_do_soak() => AssertNone(await WrongAsync(DockerfileCorpus.All.Concat(DockerfileCorpus.OnlyHereRefused)));

    private static void AssertNone(ImmutableArray<string> wrong)
    {
        TestContext.Out.WriteLine(string.Join("\n\n", wrong));
        Assert.That(wrong.Length, Is.Zero);
    }

    private async Task<ImmutableArray<string>> WrongAsync(IEnumerable<CorpusEntry> entries)
    {
        var engine = await EngineUnderTest.ConnectAsync();
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(entries, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (entry, token) =>
        {
            var output = await new LocalHost().CaptureAsync(
                new Command(engine.Docker, "buildx", "build", "--call=outline", "-f", Write(entry), _folder) { Environment = engine.Environment }, token);
            if ((output.ExitCode == 0) != entry.IsGood)
            {
                wrong.Add($"{entry.Name}: {entry.Text}{output.LastLines(1)}");
            }
        });
        return [.. wrong.Order(StringComparer.Ordinal)];
    }

    private string Write(CorpusEntry entry)
    {
        var path = Path.Combine(_folder, entry.Name);
        File.WriteAllText(path, entry.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }
}
