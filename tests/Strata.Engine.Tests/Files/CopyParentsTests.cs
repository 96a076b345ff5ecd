using System.Runtime.Versioning;
using Strata.Engine.Files;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Tests.Files;

/// <summary>
/// What <c>COPY --parents</c> reads, by BuildKit's documentation and source: the engine's own frontend has the flag only from Dockerfile 1.20 on, and
/// others are not on every network, so that <see cref="BuildKitDifferenceTests"/> cannot ask it.
/// </summary>
[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public sealed class CopyParentsTests
{
    private static readonly string[] Files =
    [
        "a/b/c/d/foo", "a/b/c/d/e/bay", "a/b2/c/d/e/bar", "a/b/c2/d/e/baz", "a/b/c2/d/e2/baz", "x/a.txt", "x/y/b.txt", "y/a.txt", "z",
    ];

    private string _folder = "";

    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateTempSubdirectory("strata-parents-").FullName;
        foreach (var file in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.WriteAllText(Path.Combine(_folder, file), file);
        }

        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "x");
    }

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestCase("./x/a.txt ./y/a.txt", "x/ x/a.txt y/ y/a.txt")]
    [TestCase("x", "x/ x/a.txt x/y/ x/y/b.txt")]
    [TestCase("./x/./y/*.txt", "x/y/ x/y/b.txt")]
    [TestCase("/a/b/./c/d", "a/b/c/ a/b/c/d/ a/b/c/d/e/ a/b/c/d/e/bay a/b/c/d/foo")]
    [TestCase("a/b/c/d/.", "a/ a/b/ a/b/c/ a/b/c/d/ a/b/c/d/e/ a/b/c/d/e/bay a/b/c/d/foo")]
    [TestCase("a/./b/./c/d/foo", "a/b/ a/b/c/ a/b/c/d/ a/b/c/d/foo")]
    [TestCase("a/./*/c/d/foo", "a/b/ a/b/c/ a/b/c/d/ a/b/c/d/foo")]
    [TestCase("a/b*/./c/**/e", "a/b/c/ a/b/c/d/ a/b/c/d/e/ a/b/c/d/e/bay a/b2/c/ a/b2/c/d/ a/b2/c/d/e/ a/b2/c/d/e/bar")]
    [TestCase("a/b/c*/./d/**/baz a/b*/./c/**/bar", "a/b/c2/d/ a/b/c2/d/e/ a/b/c2/d/e/baz a/b/c2/d/e2/ a/b/c2/d/e2/baz a/b2/c/ a/b2/c/d/ a/b2/c/d/e/ a/b2/c/d/e/bar")]
    [TestCase("**/*.txt", "x/ x/a.txt x/y/ x/y/b.txt y/ y/a.txt")]
    [TestCase("*/a.txt", "x/ x/a.txt y/ y/a.txt")]
    [TestCase("--exclude=**/baz a/b/./c2", "a/b/c2/ a/b/c2/d/ a/b/c2/d/e/ a/b/c2/d/e2/")]
    [TestCase("--exclude=x x/./a.txt", "x/a.txt")]
    [TestCase("a/b/./c3*", "")]
    public async Task Directories_above_are_read_down_from_where_the_source_says(string sources, string expected) => Assert.That(await ReadAsync(sources), Is.EqualTo(expected));

    [TestCase("link/./a.txt", "link -> x x/a.txt")]
    [TestCase("link/a.txt", "")]
    [TestCase("link", "link -> x")]
    public async Task Links_are_followed_only_in_front_of_where_the_directories_begin(string sources, string expected) => Assert.That(await ReadAsync(sources), Is.EqualTo(expected));

    [TestCase("z/./no", "z")]
    [TestCase("?/./a.txt", "x/a.txt y/a.txt z")]
    public async Task A_file_in_front_is_copied_whatever_follows(string sources, string expected) => Assert.That(await ReadAsync(sources), Is.EqualTo(expected));

    private async Task<string> ReadAsync(string sources)
    {
        File.WriteAllText(Path.Combine(_folder, "Dockerfile"), $"FROM scratch\nCOPY --parents {sources} /out/\n");
        var graph = ImageGraph.Create([new ImageDefinition { Name = "x", Target = "X", Dockerfile = "Dockerfile" }], new DiskFileTree(_folder), Supply.Hub);
        var collector = new FingerprintCollector(_folder, FileHashCache.Open(Path.Combine(_folder, "none")), Platform.Default);
        var manifest = (await collector.CollectAsync(graph, ["x"], (_, _) => null, CancellationToken.None))["x"];
        return string.Join(' ', manifest.Entries.Where(e => e.Kind == InputKind.File).Select(BuildKitDifferenceTests.Shown).Order(StringComparer.Ordinal));
    }
}
