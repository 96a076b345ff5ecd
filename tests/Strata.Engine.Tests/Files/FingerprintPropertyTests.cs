using System.Globalization;
using System.Runtime.Versioning;
using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Files;
using Strata.Graph;
using Strata.Oci;

namespace Strata.Engine.Tests.Files;

/// <summary>What a fingerprint hangs on, and what it does not, for generated repositories and changes.</summary>
[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public class FingerprintPropertyTests
{
    private static readonly string[] Files = ["services/web/app.py", "services/web/a/b.txt", "services/web/é x", "services/base.txt", "services/web/run.sh"];

    private string _folder = "";
    private int _clones;

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("strata-properties-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Any_change_of_a_declared_input_changes_it() => Prop.ForAll(Repositories(), Gen.Elements(Changes).ToArbitrary(), (repository, change) =>
    {
        var before = Collect(repository, Clone(repository));
        var changed = change.Apply(repository);
        var after = Collect(changed, Clone(changed));
        var isBase = change.Image == "base";

        // What changes a parent changes all that stands on it, and nothing that it stands on.
        return before["web"] != after["web"] && before["base"] != after["base"] == isBase && before["job"] != after["job"] == (isBase || change.Image == "all");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Test]
    public void Order_folder_locale_umask_time_and_parallelism_do_not_count() => Prop.ForAll(Repositories(), Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), (repository, seed) =>
    {
        var first = Collect(repository, Clone(repository));
        var random = new Random(seed);
        var clone = Clone(repository, deeper: true);
        foreach (var path in Directory.EnumerateFileSystemEntries(clone, "*", SearchOption.AllDirectories).Where(p => new FileInfo(p).LinkTarget is null))
        {
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & Owner | (UnixFileMode)random.Next(0b111_111 + 1));
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(random.Next()));
        }

        var shuffled = repository with { Definitions = [.. repository.Definitions.OrderBy(_ => random.Next())] };
        shuffled = shuffled.With("web", d => d with { Origin = new SourcePlace("x.cs", random.Next(1, 99)), Health = "/h", Ports = [new PortMapping(1, random.Next(1, 999))] });
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NegativeSign = "~";
            other.NumberFormat.NumberDecimalSeparator = ",";
            other.DateTimeFormat.ShortDatePattern = "dd.MM.yyyy";
            CultureInfo.CurrentCulture = other;
            var several = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Collect(shuffled, clone))).ToArray();
            return Task.WhenAll(several).GetAwaiter().GetResult().All(s => s.OrderBy(p => p.Key).SequenceEqual(first.OrderBy(p => p.Key)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static Change[] Changes =>
    [
        .. Files.Select(f => new Change("content of " + f, f == "services/base.txt" ? "base" : "web", r => r.Write(f, r.Contents[f] + "!"))),
        new("a new file", "web", r => r.Write("services/web/new", "")),
        new("a file less", "web", r => r with { Contents = r.Contents.Where(c => c.Key != "services/web/a/b.txt").ToDictionary() }),
        new("an executable", "web", r => r with { Executable = "services/web/app.py" }),
        new("a link", "web", r => r with { Link = r.Link + "2" }),
        new("an ignore", "web", r => r.Write(".dockerignore", "services/web/a\n")),
        new("an ignore file of its own", "web", r => r.Write("docker/web/Dockerfile.dockerignore", "services/web/a\n")),
        new("a commit of another repository", "web", r => r.With("web", d => d with { Sources = [.. d.Sources.Select(s => s with { Commit = new string('b', 40) })] })),
        new("another repository", "web", r => r.With("web", d => d with { Sources = [.. d.Sources.Select(s => s with { Url = "https://git.example/other.git" })] })),
        new("an instruction", "web", r => r.Write("docker/web/Dockerfile", r.Contents["docker/web/Dockerfile"] + "RUN more\n")),
        new("an instruction of the parent", "base", r => r.Write("docker/base/Dockerfile", r.Contents["docker/base/Dockerfile"] + "ENV A=b\n")),
        new("an argument", "web", r => r.With("web", d => d with { BuildArgs = d.BuildArgs.SetItem("A", "other") })),
        new("the version", "base", r => r.With("base", d => d with { Version = "v9.9.9" })),
        new("the title", "web", r => r.With("web", d => d with { Title = "Other" })),
        new("the description", "web", r => r.With("web", d => d with { Description = "Other" })),
        new("the stage", "web", r => r.With("web", d => d with { Stage = "first" })),
        new("the upstream", "base", r => r with { UpstreamDigest = "sha256:" + new string('f', 64) }),
        new("the platform", "base", r => r with { Platform = "linux/arm64" }),
        new("the supply", "base", r => r with { Supply = Supply.Debian }),
    ];

    private static Arbitrary<Repository> Repositories() =>
        (from texts in Gen.Elements("", "a", "b\n", "ü", "a\r\nb").ArrayOf(Files.Length)
         from argument in Gen.Elements("1", "2")
         select new Repository(argument).Fill(texts)).ToArbitrary();

    private string Clone(Repository repository, bool deeper = false)
    {
        var root = Path.Combine(_folder, $"{++_clones}", deeper ? "much/deeper/é" : "");
        foreach (var (path, text) in repository.Contents)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), text);
        }

        File.CreateSymbolicLink(Path.Combine(root, "services/web/link"), repository.Link);
        if (repository.Executable is { } executable)
        {
            File.SetUnixFileMode(Path.Combine(root, executable), File.GetUnixFileMode(Path.Combine(root, executable)) | UnixFileMode.UserExecute);
        }

        return root;
    }

    private Dictionary<string, string> Collect(Repository repository, string root)
    {
        var graph = ImageGraph.Create(repository.Definitions, new DiskFileTree(root), repository.Supply, Platform.Parse(repository.Platform));
        var collector = new FingerprintCollector(root, FileHashCache.Open(Path.Combine(_folder, "none")), Platform.Parse(repository.Platform));
        return collector.CollectAsync(graph, ["web", "job"], (_, _) => repository.UpstreamDigest, CancellationToken.None).GetAwaiter().GetResult().ToDictionary(m => m.Key, m => m.Value.Fingerprint.Hex);
    }

    /// <param name="What">What is changed.</param>
    /// <param name="Image">Whose input it is.</param>
    /// <param name="Apply">Makes the change.</param>
    private sealed record Change(string What, string Image, Func<Repository, Repository> Apply)
    {
        public override string ToString() => What;
    }

    private sealed record Repository(string Argument)
    {
        public Dictionary<string, string> Contents { get; init; } = new(StringComparer.Ordinal)
        {
            [".dockerignore"] = "**/*.pyc\n",
            ["docker/base/Dockerfile"] = "ARG STRATA_SUPPLY=hub\nFROM python:3.12-slim AS on-hub\nFROM python:3.12-slim AS on-debian\nFROM on-${STRATA_SUPPLY}\nCOPY services/base.txt /\n",
            ["docker/web/Dockerfile"] = "FROM base AS first\nARG A=0\nRUN echo $A\nCOPY services/web /web\nCOPY --from=src . /src\nFROM first\nRUN last\n",
            ["docker/job/Dockerfile"] = "FROM base\nRUN job\n",
        };

        public string Link { get; init; } = "app.py";

        public string? Executable { get; init; }

        public string UpstreamDigest { get; init; } = "sha256:" + new string('a', 64);

        public string Platform { get; init; } = "linux/amd64";

        public Supply Supply { get; init; } = Supply.Hub;

        public ImageDefinition[] Definitions { get; init; } =
        [
            new()
            {
                Name = "web",
                Target = "Web",
                Dockerfile = "docker/web/Dockerfile",
                Parents = ["base"],
                BuildArgs = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("A", Argument),
                Sources = [new GitSource("src", "https://git.example/webui.git", new string('a', 40))],
            },
            new() { Name = "base", Target = "Base", Dockerfile = "docker/base/Dockerfile", Version = "v1", Upstreams = [Upstream.Image("docker.io/library/python", "3.12-slim").FromDebian("trixie")] },
            new() { Name = "job", Target = "Job", Dockerfile = "docker/job/Dockerfile", Parents = ["base"] },
        ];

        public Repository Fill(string[] texts)
        {
            foreach (var (path, text) in Files.Zip(texts))
            {
                Contents[path] = text;
            }

            return this;
        }

        public Repository Write(string path, string text) => this with { Contents = new Dictionary<string, string>(Contents, StringComparer.Ordinal) { [path] = text } };

        public Repository With(string name, Func<ImageDefinition, ImageDefinition> change) => this with { Definitions = [.. Definitions.Select(d => d.Name == name ? change(d) : d)] };
    }
}
