using System.Collections.Immutable;
using System.Runtime.Versioning;
using Strata.Engine.Files;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Engine.Tests.Files;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public class FingerprintCollectorTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private string _folder = "";

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("strata-clones-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Two_clones_in_different_folders_with_different_umasks_have_the_same_fingerprints()
    {
        var first = Clone("first");
        var second = Clone("a/deeper/second");
        foreach (var path in Directory.EnumerateFileSystemEntries(second, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & (Owner | UnixFileMode.UserExecute));
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
        }

        Assert.That(await CollectAsync(second), Is.EqualTo(await CollectAsync(first)));
    }

    [Test]
    public async Task The_order_of_declaration_does_not_count()
    {
        var clone = Clone("a");
        Assert.That(await CollectAsync(clone, Images.Reverse()), Is.EqualTo(await CollectAsync(clone)));
    }

    [TestCase("services/web/app.py", "web")]
    [TestCase("services/web/new.py", "web")]
    [TestCase("services/web/folder/", "web")]
    [TestCase("services/base.txt", "base web job")]
    [TestCase("services/web/ignored.pyc", "")]
    [TestCase("services/other", "")]
    [TestCase("trigger.txt", "job")]
    [TestCase("docker/job/Dockerfile", "")]
    public async Task A_change_rebuilds(string path, string expected)
    {
        var clone = Clone("a");
        var before = await CollectAsync(clone);
        if (path.EndsWith('/'))
        {
            Directory.CreateDirectory(Path.Combine(clone, path));
        }
        else
        {
            File.AppendAllText(Path.Combine(clone, path), "\n# more\n");
        }

        Assert.That(await ChangedAsync(clone, before), Is.EqualTo(expected));
    }

    [Test]
    public async Task Modes_of_the_owner_count()
    {
        var clone = Clone("a");
        var before = await CollectAsync(clone);
        File.SetUnixFileMode(Path.Combine(clone, "services/web/app.py"), Owner | UnixFileMode.UserExecute);
        Assert.That(await ChangedAsync(clone, before), Is.EqualTo("web"));
    }

    [Test]
    public async Task Where_a_link_points_counts_and_what_stands_there()
    {
        var clone = Clone("a");
        File.WriteAllText(Path.Combine(clone, "real"), "1");
        File.CreateSymbolicLink(Path.Combine(clone, "trigger.link"), "real");
        File.AppendAllText(Path.Combine(clone, "docker/web/Dockerfile"), "COPY trigger.link /l\n");
        var before = await CollectAsync(clone);
        File.WriteAllText(Path.Combine(clone, "real"), "2");
        var after = await CollectAsync(clone);
        Assert.That(after["web"], Is.Not.EqualTo(before["web"]));
        File.Delete(Path.Combine(clone, "trigger.link"));
        File.CreateSymbolicLink(Path.Combine(clone, "trigger.link"), "./real");
        Assert.That((await CollectAsync(clone))["web"], Is.Not.EqualTo(after["web"]));
    }

    [Test]
    public async Task Dockerfile_that_is_a_link_brings_what_it_leads_to()
    {
        var clone = Clone("a");
        Directory.CreateDirectory(Path.Combine(clone, "shared"));
        File.Move(Path.Combine(clone, "docker/job/Dockerfile"), Path.Combine(clone, "shared/job.real"));
        File.CreateSymbolicLink(Path.Combine(clone, "shared/job"), "job.real");
        File.CreateSymbolicLink(Path.Combine(clone, "docker/job/Dockerfile"), "../../shared/job");
        var files = await Collector(clone).FilesAsync(Graph(clone, Images), ["job"], CancellationToken.None);

        Assert.That(files.Where(f => f.Path.Contains("job", StringComparison.Ordinal)).Select(f => $"{f.Kind} {f.Path} {f.LinkTarget}".TrimEnd()), Is.EqualTo(new[]
        {
            "Link docker/job/Dockerfile ../../shared/job", "Link shared/job job.real", "File shared/job.real",
        }));
    }

    [Test]
    public async Task Manifests_say_which_file_changed()
    {
        var clone = Clone("a");
        var before = await ManifestsAsync(clone, Images);
        File.AppendAllText(Path.Combine(clone, "services/web/app.py"), "x");
        var after = await ManifestsAsync(clone, Images);
        Assert.That(after["web"].Entries.Except(before["web"].Entries).Select(e => (e.Kind, e.Name)), Is.EqualTo(new[] { (InputKind.File, "services/web/app.py") }));
    }

    [Test]
    public async Task Files_to_send_are_those_of_the_images_with_their_Dockerfiles_and_the_ignore_file()
    {
        var clone = Clone("a");
        var files = await Collector(clone).FilesAsync(Graph(clone, Images), ["Web"], CancellationToken.None);
        Assert.That(files.Select(f => f.Path), Is.EqualTo(new[] { ".dockerignore", "docker/web/Dockerfile", "services/web", "services/web/app.py" }));
    }

    [Test]
    public async Task A_file_of_another_image_may_be_unreadable()
    {
        var clone = Clone("a");
        File.CreateSymbolicLink(Path.Combine(clone, "services/loop"), "loop");
        Assert.That((await CollectAsync(clone)).Keys, Is.EquivalentTo(new[] { "base", "web", "job" }));
    }

    private static ImmutableArray<ImageDefinition> Images =>
    [
        new() { Name = "web", Target = "Web", Dockerfile = "docker/web/Dockerfile", Parents = ["base"] },
        new() { Name = "base", Target = "Base", Dockerfile = "docker/base/Dockerfile" },
        new() { Name = "job", Target = "Job", Dockerfile = "docker/job/Dockerfile", Parents = ["base"] },
    ];

    private string Clone(string name)
    {
        var root = Path.Combine(_folder, name);
        Write(".dockerignore", "**/*.pyc\n");
        Write("docker/base/Dockerfile", "FROM scratch\nCOPY services/base.txt /\nONBUILD COPY trigger.* /\n");
        Write("docker/web/Dockerfile", "FROM base AS nothing\nFROM scratch\nCOPY --from=base / /\nCOPY services/web /web\n");
        Write("docker/job/Dockerfile", "FROM base\n# text\n");
        Write("services/base.txt", "base");
        Write("services/web/app.py", "app");
        Write("services/web/ignored.pyc", "app");
        Write("services/other", "other");
        Write("trigger.txt", "other");
        return root;

        void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), text);
        }
    }

    private async Task<string> ChangedAsync(string clone, Dictionary<string, string> before)
    {
        var after = await CollectAsync(clone);
        return string.Join(' ', new[] { "base", "web", "job" }.Where(n => after[n] != before[n]));
    }

    private FingerprintCollector Collector(string clone) => new(clone, FileHashCache.Open(Path.Combine(_folder, "hashes")));

    private static ImageGraph Graph(string clone, IEnumerable<ImageDefinition> images) => ImageGraph.Create(images, new DiskFileTree(clone), Supply.Hub);

    private Task<IReadOnlyDictionary<string, InputManifest>> ManifestsAsync(string clone, IEnumerable<ImageDefinition> images) =>
        Collector(clone).CollectAsync(Graph(clone, images), ["web", "job"], (_, _) => null, CancellationToken.None);

    private Task<Dictionary<string, string>> CollectAsync(string clone) => CollectAsync(clone, Images);

    private async Task<Dictionary<string, string>> CollectAsync(string clone, IEnumerable<ImageDefinition> images) =>
        (await ManifestsAsync(clone, images)).ToDictionary(m => m.Key, m => m.Value.Fingerprint.Hex);
}
