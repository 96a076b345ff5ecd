using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Strata.Graph;
using Strata.Oci;
using Strata.Planning;
using Strata.Testing;

namespace Strata.Tests.Planning;

public class DeclaredInputsTests
{
    private const string Text =
        "# syntax=docker/dockerfile:1\nARG G=1\nFROM scratch AS unused\nARG ONLY_UNUSED\nRUN unused\nFROM python:3.12-slim AS used\nARG A=1\nRUN first \\\n  # comment\n\n  second\nRUN <<E\n# line\nE\nFROM scratch\nCOPY --from=used /a /b\n";

    [TestCase("# syntax=docker/dockerfile:1", "# syntax=docker/dockerfile:2", true)]
    [TestCase("ARG G=1", "ARG G=2", true)]
    [TestCase("RUN first", "RUN  first", true)]
    [TestCase("# line", "# other", true)]
    [TestCase("# line\n", "# line\r\n", true)]
    [TestCase("/a /b", "/a /c", true)]
    [TestCase("ARG A=1", "ARG A=2", true)]
    [TestCase("RUN unused", "RUN other", false)]
    [TestCase("FROM scratch AS unused", "FROM scratch AS nothing", false)]
    [TestCase("ARG ONLY_UNUSED\nRUN unused\n", "ARG ONLY_UNUSED=1\n", false)]
    [TestCase("  # comment\n", "  # another\n", false)]
    [TestCase("  # comment\n", "", false)]
    [TestCase("\n\n  second", "\n  second", false)]
    [TestCase("first \\\n", "first \\\r\n", false)]
    [TestCase("ARG G=1\n", "\n\n# text\nARG G=1\r\n", false)]
    public void A_Dockerfile_changes(string from, string to, bool counts)
    {
        var changed = Text.Replace(from, to);
        Assert.That(changed, Is.Not.EqualTo(Text));
        Assert.That(Fingerprint(g => g.WithDockerfile("web", changed)) != Fingerprint(), Is.EqualTo(counts));
    }

    [Test]
    public void Every_declared_input_counts()
    {
        var all = new[]
        {
            Fingerprint(),
            Fingerprint(d => d with { Title = "Web" }),
            Fingerprint(d => d with { Description = "x" }),
            Fingerprint(d => d with { Version = "v1" }),
            Fingerprint(d => d with { Version = "v2" }),
            Fingerprint(d => d with { Stage = "used" }),
            Fingerprint(d => d with { BuildArgs = d.BuildArgs.Add("A", "2") }),
            Fingerprint(d => d with { BuildArgs = d.BuildArgs.Add("A", "1") }),
            Fingerprint(d => d with { BuildArgs = d.BuildArgs.Add("G", "2") }),
            Fingerprint(d => d with { BuildArgs = d.BuildArgs.Add("SOURCE_DATE_EPOCH", "2") }),
            Fingerprint(digest: "sha256:2"),
            Fingerprint(platform: "linux/arm64"),
            Fingerprint(supply: Supply.Debian),
        };
        Assert.That(all, Is.Unique);
    }

    [Test]
    public void What_changes_no_byte_does_not_count()
    {
        var same = new[]
        {
            Fingerprint(),
            Fingerprint(d => d with { Title = "web" }),
            Fingerprint(d => d with { BuildArgs = d.BuildArgs.Add("ONLY_UNUSED", "2") }),
            Fingerprint(d => d with { Origin = new SourcePlace("x.cs", 1) }),
            Fingerprint(d => d with { Health = "/health", Ports = [new PortMapping(1, 2)], Target = "Other" }),
            Fingerprint(d => d with { IsVerified = true, Health = "/", Container = new ContainerDefinition { Volumes = ["/data"], Environment = d.Container.Environment.Add("A", "b"), RootBecause = "s6", Checks = ["true"] } }),
            Fingerprint(d => d with { Unavailable = ImmutableSortedDictionary<Supply, string>.Empty.Add(Supply.Debian, "x") }),
        };
        Assert.That(same.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void The_commit_of_a_source_counts_and_its_address()
    {
        var (one, other) = (new string('1', 40), new string('2', 40));
        Assert.That(new[] { Sourced("https://git.example/a.git", one), Sourced("https://git.example/a.git", other), Sourced("https://git.example/b.git", one) }, Is.Unique);

        static string Sourced(string url, string commit)
        {
            var graphs = Graphs.Parse("web").WithDockerfile("web", "FROM scratch\nCOPY --from=src . /app\n").With("web", d => d with { Sources = [new GitSource("src", url, commit)] });
            return Fingerprint(graphs, null, "linux/amd64", Supply.Hub);
        }
    }

    [Test]
    public void Stages_that_are_named_by_number_count_with_their_place()
    {
        const string First = "FROM scratch AS a\nRUN a\nFROM scratch AS b\nRUN b\nFROM scratch\nCOPY --from=0 /x /x\nCOPY --from=1 /y /y\n";
        const string Second = "FROM scratch AS b\nRUN b\nFROM scratch AS a\nRUN a\nFROM scratch\nCOPY --from=0 /x /x\nCOPY --from=1 /y /y\n";
        Assert.That(Bare(First), Is.Not.EqualTo(Bare(Second)));
    }

    [Test]
    public void An_upstream_without_a_digest_is_an_error() =>
        Assert.That(Assert.Throws<DefinitionException>(() => Fingerprint(digest: null))!.Problems.Single().What, Does.Contain("'docker.io/library/python:3.12-slim'"));

    [Test]
    public void No_two_lists_of_entries_run_together() => Prop.ForAll(Entries(), Entries(), (a, b) =>
    {
        var isSame = a.Order().SequenceEqual(b.Order());
        return new InputManifest(a.Select(Entry)).Fingerprint == new InputManifest(b.Select(Entry)).Fingerprint == isSame;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static InputEntry Entry((int Kind, string Name, string Value) entry) => new((InputKind)entry.Kind, entry.Name, entry.Value);

    private static Arbitrary<(int Kind, string Name, string Value)[]> Entries() =>
        (from kind in Gen.Choose(0, 1)
         from name in Gen.Elements("", "a", "b", "ab")
         from value in Gen.Elements("", "a", "b", "ab")
         select (kind, name, value)).ListOf().Select(l => l.Take(3).ToArray()).ToArbitrary();

    private static string Fingerprint(Func<ImageDefinition, ImageDefinition> change, string? digest = "sha256:1") => Fingerprint(g => g.With("web", change), digest);

    private static string Fingerprint(Func<Graphs, Graphs>? change = null, string? digest = "sha256:1", string platform = "linux/amd64", Supply supply = Supply.Hub)
    {
        var graphs = Graphs.Parse("web <- python").WithDockerfile("web", Text);
        return Fingerprint(change?.Invoke(graphs) ?? graphs, digest, platform, supply);
    }

    private static string Bare(string text) => Fingerprint(Graphs.Parse("web").WithDockerfile("web", text), null, "linux/amd64", Supply.Hub);

    private static string Fingerprint(Graphs graphs, string? digest, string platform, Supply supply)
    {
        var graph = graphs.Create(supply);
        return new InputManifest(DeclaredInputs.Find(graph.Inputs(graph.Get("web")), supply, Platform.Parse(platform), (_, _) => digest, [])).Fingerprint.Hex;
    }
}
