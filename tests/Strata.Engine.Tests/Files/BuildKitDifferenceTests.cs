using System.Collections.Immutable;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using Strata.Engine.Hosts;
using Strata.Engine.Tests.BuildKit;
using Strata.Planning;

namespace Strata.Engine.Tests.Files;

/// <summary>What we count against what the real BuildKit does, for generated contexts.</summary>
[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public partial class BuildKitDifferenceTests
{
    // A bake of hundreds at once loses some of its jobs on a small machine.
    private const int AtOnce = 40;

    // What BuildKit itself refuses, such as a file over a directory, says nothing about us.
    private readonly HashSet<GeneratedContext> _refused = [];

    private string _folder = "";

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("strata-contexts-").FullName;
        _refused.Clear();
    }

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public Task Files_that_count_are_those_that_BuildKit_copies() => CompareFilesAsync(1000, 40);

    [Test, Explicit("takes minutes"), Category("Soak")]
    public Task Files_that_count_are_those_that_BuildKit_copies_soak() => CompareFilesAsync(10_000, 400);

    [Test]
    public Task Sources_that_count_are_those_that_BuildKit_copies() => CompareSourcesAsync(2000, 40);

    [Test, Explicit("takes minutes"), Category("Soak")]
    public Task Sources_that_count_are_those_that_BuildKit_copies_soak() => CompareSourcesAsync(20_000, 400);

    [Test]
    public Task What_has_the_same_fingerprint_is_cached() => CompareCacheAsync(1000, 30);

    [Test, Explicit("takes minutes"), Category("Soak")]
    public Task What_has_the_same_fingerprint_is_cached_soak() => CompareCacheAsync(10_000, 400);

    private async Task CompareFilesAsync(int firstSeed, int count)
    {
        var contexts = Enumerable.Range(firstSeed, count).Select(s => new GeneratedContext(Path.Combine(_folder, $"c{s}"), s, GeneratedContext.Content.Whole)).ToArray();
        await BakeAsync(contexts, c => $"type=local,dest={c.Root}.out");
        var (different, copiedFiles, ignoredFiles) = (0, 0, 0);
        foreach (var context in contexts.Where(c => !_refused.Contains(c)))
        {
            var counted = (await context.CollectAsync()).Entries.Where(e => e.Kind == InputKind.File).Select(Shown).Order(StringComparer.Ordinal).ToArray();
            var copied = GeneratedContext.Listing(context.Root + ".out/x").ToArray();
            copiedFiles += copied.Length;
            ignoredFiles += GeneratedContext.Listing(context.Root).Count() - copied.Length;
            if (!counted.SequenceEqual(copied))
            {
                different++;
                TestContext.Out.WriteLine($"{context}\n--- counted, but not copied\n{string.Join('\n', counted.Except(copied))}\n--- copied, but not counted\n{string.Join('\n', copied.Except(counted))}\n");
            }
        }

        TestContext.Out.WriteLine($"{copiedFiles} files copied, {ignoredFiles} ignored in {count - _refused.Count} contexts");
        Assert.That(different, Is.Zero);
    }

    // Copies change names, so a file is known by its content, which is its path. Of two that land on one name the later stays.
    private async Task CompareSourcesAsync(int firstSeed, int count)
    {
        var contexts = Enumerable.Range(firstSeed, count).Select(s => new GeneratedContext(Path.Combine(_folder, $"c{s}"), s, GeneratedContext.Content.Sources)).ToArray();
        await BakeAsync(contexts, c => $"type=local,dest={c.Root}.out");
        var (different, copiedFiles, covered, steps) = (0, 0, 0, 0);
        foreach (var context in contexts.Where(c => !_refused.Contains(c)))
        {
            steps += context.Dockerfile.Split('\n').Count(l => l.StartsWith("COPY", StringComparison.Ordinal) || l.StartsWith("ADD", StringComparison.Ordinal)) - 1;
            // These say something else than their path.
            string[] special = [.. ((string[])["Dockerfile", ".dockerignore", "Dockerfile.dockerignore"]).Where(f => File.Exists(Path.Combine(context.Root, f)))];
            string[] texts = [GeneratedContext.Foreign + "\n", GeneratedContext.Foreign, .. special.Select(f => File.ReadAllText(Path.Combine(context.Root, f)))];
            var counted = (await context.CollectAsync()).Entries.Where(e => e.Kind == InputKind.File).Select(Shown).Where(f => !f.EndsWith('/')).Except(special).ToHashSet(StringComparer.Ordinal);
            var output = GeneratedContext.Listing(context.Root + ".out").Where(f => f != "id" && !f.EndsWith('/')).ToArray();
            var links = output.Where(f => f.Contains(" -> ")).ToArray();
            var copied = output.Except(links).Select(f => File.ReadAllText($"{context.Root}.out/{f}")).Except(texts).ToHashSet(StringComparer.Ordinal);
            var names = copied.Concat(links.Select(l => l[..l.IndexOf(" -> ", StringComparison.Ordinal)])).Select(Path.GetFileName).ToHashSet();
            copiedFiles += copied.Count;
            var missing = counted.Where(f => !f.Contains(" -> ") && !copied.Contains(f)).ToArray();
            var landed = missing.Where(f => names.Contains(Path.GetFileName(f))).ToArray();
            covered += landed.Length;
            string[] wrong = [.. missing.Except(landed).Select(f => $"counted, but not copied: {f}"), .. copied.Except(counted).Select(f => $"copied, but not counted: {f}"),
                .. links.Where(l => !counted.Any(c => Link(c) == Link(l))).Select(l => $"link not counted: {l}")];
            if (wrong.Length > 0)
            {
                different++;
                TestContext.Out.WriteLine($"{context}\n--- different\n{string.Join('\n', wrong)}\n");
            }
        }

        TestContext.Out.WriteLine($"{copiedFiles} files copied by {steps} instructions in {count - _refused.Count} contexts, {covered} more covered by others");
        Assert.That(different, Is.Zero);

        static string? Link(string file) => file.Contains(" -> ") ? file[(file[..file.IndexOf(" -> ", StringComparison.Ordinal)].LastIndexOf('/') + 1)..] : null;
    }

    private async Task CompareCacheAsync(int firstSeed, int count)
    {
        var contexts = Enumerable.Range(firstSeed, count).Select(s => new GeneratedContext(Path.Combine(_folder, $"c{s}"), s, GeneratedContext.Content.Steps)).ToArray();
        await BakeAsync(contexts, _ => "type=cacheonly");
        var before = new Dictionary<GeneratedContext, string>();
        foreach (var context in contexts)
        {
            before[context] = (await context.CollectAsync()).Fingerprint.Hex;
        }

        var edits = contexts.ToDictionary(c => c, c => c.Edit());
        List<GeneratedContext> same = [];
        foreach (var context in contexts.Where(c => !_refused.Contains(c)))
        {
            if ((await context.CollectAsync()).Fingerprint.Hex == before[context])
            {
                same.Add(context);
            }
        }

        Assert.That(same, Is.Not.Empty);
        var (stepCount, anew) = (0, new HashSet<string>());
        foreach (var lines in await BakeAsync([.. same], _ => "type=cacheonly"))
        {
            var steps = lines.Select(l => Step().Match(l)).Where(m => m.Success).Select(m => (Id: m.Groups[1].Value, Target: m.Groups[2].Value)).Distinct().ToArray();
            var cached = lines.Select(l => Cached().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToHashSet();
            anew.UnionWith(steps.Where(s => !cached.Contains(s.Id)).Select(s => s.Target));
            stepCount += steps.Length;
        }

        foreach (var context in same.Where(c => anew.Contains(Path.GetFileName(c.Root))))
        {
            TestContext.Out.WriteLine($"{edits[context]}\n{context}\n");
        }

        TestContext.Out.WriteLine($"{same.Count} of {count - _refused.Count} kept their fingerprint, {stepCount} steps");
        Assert.That(stepCount, Is.GreaterThan(0));
        Assert.That(anew, Is.Empty);
    }

    /// <summary>What each call of bake printed.</summary>
    private async Task<List<string[]>> BakeAsync(GeneratedContext[] contexts, Func<GeneratedContext, string> output)
    {
        var tools = Directory.CreateDirectory(Path.Combine(_folder, "tools")).FullName;
        if (contexts.Any(c => c.Dockerfile.Contains(GeneratedContext.Tools)) && !File.Exists(Path.Combine(tools, "busybox")))
        {
            File.Copy(await DebianTool.FindAsync("busybox-static", "bin/busybox"), Path.Combine(tools, "busybox"));
        }

        var other = Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName;
        foreach (var name in (string[])["a", "a.py", "ab", "b"])
        {
            File.WriteAllText(Path.Combine(other, name), GeneratedContext.Foreign);
        }

        var named = new Dictionary<string, string> { [GeneratedContext.Tools] = tools, [GeneratedContext.Other] = other };
        var file = Path.Combine(_folder, "bake.json");
        var engine = await EngineUnderTest.ConnectAsync();
        List<string[]> printed = [];
        foreach (var some in contexts.Chunk(AtOnce))
        {
            if (await RunAsync(some) is { } lines)
            {
                printed.Add(lines);
                continue;
            }

            foreach (var one in some)
            {
                if (await RunAsync([one]) is { } alone)
                {
                    printed.Add(alone);
                }
                else
                {
                    _refused.Add(one);
                }
            }
        }

        Assert.That(_refused, Has.Count.LessThan(Math.Max(5, contexts.Length / 10)), "contexts that BuildKit refuses");
        return printed;

        async Task<string[]?> RunAsync(GeneratedContext[] some)
        {
            var targets = some.ToDictionary(c => Path.GetFileName(c.Root), c => new { context = c.Root, contexts = named, output = new[] { output(c) } });
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { target = targets }));
            ImmutableArray<string> arguments = ["buildx", "bake", "--progress=plain", "-f", file, .. targets.Keys];
            var result = await new LocalHost().CaptureAsync(
                new Command(engine.Docker, arguments) { Environment = engine.Environment.SetItem("BUILDX_BAKE_ENTITLEMENTS_FS", "0") }, CancellationToken.None);
            if (result.ExitCode != 0 && some.Length == 1)
            {
                TestContext.Out.WriteLine($"refused: {result.LastLines(1)}");
            }

            return result.ExitCode == 0 ? [.. result.Lines.Select(l => l.Text)] : null;
        }
    }

    internal static string Shown(InputEntry file) => file.Value.Split(' ', 2) switch
    {
        ["120000", var target] => $"{file.Name} -> {target}",
        [['0', '4', ..]] => file.Name + "/",
        _ => file.Name,
    };

    [GeneratedRegex(@"^#(\d+) \[(c\d+) .*(?:COPY|ADD|RUN)")]
    private static partial Regex Step();

    [GeneratedRegex(@"^#(\d+) CACHED")]
    private static partial Regex Cached();
}
