using System.Collections.Immutable;
using Strata.Graph;
using Strata.Testing;

namespace Strata.Tests.Graph;

public class ContainerProblemTests
{
    private const string At10 = "build/Build.Images.cs:10: image 'web': ";
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [TestCase("config")]
    [TestCase("/")]
    [TestCase("/config/")]
    [TestCase("/a/../b")]
    [TestCase("/a:b")]
    [TestCase("/a,b")]
    public void A_mount_is_an_absolute_path(string path)
    {
        string[] problem = [$"{At10}'{path}' is no directory that can be mounted; write an absolute path below '/', such as '/config', without ':' and ','"];
        Assert.That(Problems(c => c with { Volumes = [path] }), Is.EqualTo(problem));
        Assert.That(Problems(c => c with { Tmpfs = [new TmpfsMount(path)] }), Is.EqualTo(problem));
    }

    [Test]
    public void A_path_is_mounted_once() =>
        Assert.That(
            Problems(c => c with { Volumes = ["/data"], Tmpfs = [new TmpfsMount("/data", "size=1m")] }),
            Is.EqualTo(new[] { At10 + "'/data' is mounted twice; declare it once, as volume or as tmpfs" }));

    [Test]
    public void A_shared_volume_has_a_name() =>
        Assert.That(
            Problems(c => c with { Volumes = ["/data"], SharedVolumes = c.SharedVolumes.Add("/data", "a:b") }),
            Is.EqualTo(new[] { At10 + "'a:b' is no name of a volume; use lower-case letters and digits, with single '-' or '_' between them" }));

    [TestCase("1A")]
    [TestCase("A-B")]
    [TestCase("")]
    public void A_variable_has_a_name(string name)
    {
        string[] problem = [$"{At10}'{name}' is no name of a variable; use letters, digits and '_', and no digit first"];
        Assert.That(Problems(c => c with { Environment = c.Environment.Add(name, "x") }), Is.EqualTo(problem));
        Assert.That(Problems(c => c with { Listen = c.Listen.Clear().Add(name, "{port}") }), Is.EqualTo(problem));
        Assert.That(Problems(c => c with { External = [ExternalService.At("scalarlm", name)] }), Is.EqualTo(problem));
    }

    [Test]
    public void A_variable_is_given_once() =>
        Assert.That(
            Problems(c => c with { Environment = c.Environment.Add("URL", "x"), External = [ExternalService.At("scalarlm", "URL")] }),
            Is.EqualTo(new[] { At10 + "the variable 'URL' is given twice; say once what it holds" }));

    [TestCase("{prot}", "did you mean 'port'?")]
    [TestCase("{port:81}", "did you mean 'port:80'?")]
    [TestCase("{address}", "use {port:80}, {host}, {port}")]
    public void An_address_is_made_of_host_and_ports(string value, string next) =>
        Assert.That(
            Problems(c => c with { Listen = c.Listen.Clear().Add("ADDRESS", value) }),
            Is.EqualTo(new[] { $"{At10}'{value}' in the variable 'ADDRESS' stands for nothing; {next}" }));

    [Test]
    public void Root_and_a_writable_root_file_system_need_reasons() =>
        Assert.That(Problems(c => c with { RootBecause = " ", WritableBecause = "" }), Is.EqualTo(new[]
        {
            At10 + "it starts as root and nobody says why; give .RunsAsRoot(...) the reason",
            At10 + "its root file system is writable and nobody says why; give .Writable(...) the reason, or mount what has to be written with .Volume(...) or .Tmpfs(...)",
        }));

    [TestCase("health", "GET", 200)]
    [TestCase("/health", "get", 200)]
    [TestCase("/health", "GET", 99)]
    [TestCase("/health", "GET", 600)]
    public void A_smoke_request_can_be_answered(string path, string method, int status) =>
        Assert.That(
            Problems(c => c with { Smokes = [new SmokeRequest(path) { Method = method, Status = status }] }).Single(),
            Does.EndWith("can be answered by nobody; write a path from '/', a method in capitals, and a status from 100 to 599"));

    [Test]
    public void A_smoke_request_needs_a_port_of_the_definition()
    {
        Assert.That(
            Problems(c => c with { Smokes = [new SmokeRequest("/") { Port = 81 }] }),
            Is.EqualTo(new[] { At10 + "the smoke request 'GET /' asks port '81', which the definition does not have; add .Port(...)" }));
        Assert.That(
            Problems(c => c with { Smokes = [new SmokeRequest("/")] }, "web"),
            Is.EqualTo(new[] { At10 + "the smoke request 'GET /' asks a service without a port; add .Port(...)" }));
    }

    [Test]
    public void What_is_verified_says_how()
    {
        var graphs = Graphs.Parse("web @8080:80").With("web", i => i with { IsVerified = true });
        Assert.That(Problems(graphs).Single(), Is.EqualTo(
            At10 + "it has to be verified before its children are built, and nothing says how; add .Check(...), or .Port(...) with .Health(...) or .Smoke(...)"));
        Assert.That(graphs.With("web", i => i with { Health = "/" }).Create().Images, Has.Length.EqualTo(1));
        Assert.That(graphs.With("web", i => i with { Container = i.Container with { Checks = ["true"] } }).Create().Images, Has.Length.EqualTo(1));
        Assert.That(Problems(c => c with { Checks = [" "] }).Single(), Is.EqualTo(At10 + "a check has no command; give .Check(...) a command for sh"));
    }

    [Test]
    public void A_need_is_a_service_of_the_graph()
    {
        Assert.That(
            Problems(c => c with { Needs = [new ServiceNeed("classifer")] }, "web @80; classifier @81"),
            Is.EqualTo(new[] { At10 + "it needs 'classifer', which is no image of the graph; did you mean 'classifier'?" }));
        Assert.That(
            Problems(c => c with { Needs = [new ServiceNeed("base")] }, "web @80; base"),
            Is.EqualTo(new[] { At10 + "it needs 'base', which is no service; give base a port with .Port(...)" }));
    }

    [Test]
    public void Services_do_not_need_each_other() =>
        Assert.That(
            Problems(c => c with { Needs = [new ServiceNeed("b")] }, g => g.With("b", i => i with { Container = i.Container with { Needs = [new ServiceNeed("web")] } }), "web @80; b @81; c @82"),
            Is.EqualTo(new[] { At10 + "services need each other before any of them can start: web, b; take one of these .Needs(...) away" }));

    [Test]
    public void Services_start_behind_what_they_need()
    {
        var graph = Graphs.Parse("web @80; b @81; c @82; d @83")
            .With("web", i => i with { Container = i.Container with { Needs = [new ServiceNeed("c")] } })
            .With("c", i => i with { Container = i.Container with { Needs = [new ServiceNeed("b")] } })
            .Create();
        Assert.That(graph.StartOrder([graph.Get("web")]).Select(i => i.Name), Is.EqualTo(new[] { "b", "c", "web" }));
        Assert.That(graph.StartOrder(graph.Images).Select(i => i.Name), Is.EqualTo(new[] { "b", "c", "web", "d" }));
    }

    [TestCase("main", "https://git.example/webui.git")]
    [TestCase("v1.10.1", "https://git.example/webui.git")]
    [TestCase("0123456", "https://git.example/webui.git")]
    [TestCase("0123456789ABCDEF0123456789ABCDEF01234567", "https://git.example/webui.git")]
    public void A_source_is_pinned_to_a_commit(string commit, string url) =>
        Assert.That(
            Problems(Sourced(new GitSource("src", url, commit))).Single(),
            Is.EqualTo($"{At10}the source 'src' is pinned to '{commit}', which is no full commit id, so that it may mean other bytes tomorrow; write the 40 digits that 'git ls-remote {url}' shows for it"));

    [TestCase("https://git.example/webui")]
    [TestCase("git@git.example:webui.git")]
    [TestCase("ssh://git@git.example/webui.git")]
    [TestCase("https://git.example/webui.git#main")]
    [TestCase("../webui")]
    public void A_source_comes_from_where_BuildKit_clones(string url) =>
        Assert.That(
            Problems(Sourced(new GitSource("src", url, Commit))).Single(),
            Does.EndWith($"'{url}', which BuildKit does not take for a Git repository; write it as https://.../name.git or git://..."));

    [Test]
    public void A_source_has_a_name_of_its_own_and_is_used()
    {
        Assert.That(
            Problems(Sourced(new GitSource("Src", "https://git.example/webui.git", Commit))),
            Has.Some.StartsWith(At10 + "the source 'Src' needs a name of its own;"));
        Assert.That(
            Problems(Sourced(new GitSource("web", "https://git.example/webui.git", Commit))),
            Has.Some.StartsWith(At10 + "the source 'web' needs a name of its own;"));
        Assert.That(
            Problems(Sourced(new GitSource("src", "https://git.example/webui.git", Commit), "FROM scratch\nLABEL a=b\n")),
            Is.EqualTo(new[] { At10 + "the source 'src' is declared, but what docker/web/Dockerfile builds does not use it; write COPY --from=src there, or take it away" }));
    }

    [Test]
    public void A_source_stands_behind_its_name()
    {
        var source = new GitSource("src", "https://git.example/webui.git", Commit);
        var graph = Sourced(source).Create();
        Assert.That(graph.Inputs(graph.Get("web")).Contexts, Is.EqualTo(new[] { new NamedContext("src", new ImageSource.Git(source)) }));
    }

    [TestCase("latest")]
    [TestCase("stable")]
    [TestCase("nightly")]
    public void A_consumed_image_is_pinned(string tag) =>
        Assert.That(
            Problems(Graphs.Parse("web"), new ConsumedImage("cloudflared", Upstream.Image("docker.io/cloudflare/cloudflared", tag), new SourcePlace("build/Build.Images.cs", 7))),
            Is.EqualTo(new[] { $"build/Build.Images.cs:7: consumed image 'cloudflared': the tag '{tag}' of 'docker.io/cloudflare/cloudflared' pins no version, so that it may mean another image tomorrow; name the version's tag" }));

    [Test]
    public void A_consumed_image_has_a_name_of_its_own()
    {
        var upstream = Upstream.Image("docker.io/cloudflare/cloudflared", "2025.11.1");
        Assert.That(ConsumedImage.Of(upstream).Name, Is.EqualTo("cloudflared"));
        Assert.That(Problems(Graphs.Parse("web"), new ConsumedImage("web", upstream)).Single(), Does.StartWith("consumed image 'web': it needs a name of its own;"));
        Assert.That(Problems(Graphs.Parse("web"), ConsumedImage.Of(Upstream.Image("docker.io/Cloudflared", "1"), "x")).Single(), Does.Contain("consumed image 'x': the reference is wrong:"));
    }

    private static Graphs Sourced(GitSource source, string? dockerfile = null) =>
        Graphs.Parse("web").With("web", i => i with { Sources = [source] })
            .WithDockerfile("web", dockerfile ?? $"FROM scratch\nCOPY --from={source.Name.ToLowerInvariant()} . /app\n");

    private static string[] Problems(Func<ContainerDefinition, ContainerDefinition> change, string text = "web @8080:80") => Problems(change, g => g, text);

    private static string[] Problems(Func<ContainerDefinition, ContainerDefinition> change, Func<Graphs, Graphs> more, string text) =>
        Problems(more(Graphs.Parse(text).With("web", i => i with { Container = change(i.Container) })));

    private static string[] Problems(Graphs graphs, params ConsumedImage[] consumed)
    {
        var error = Assert.Throws<DefinitionException>(() => ImageGraph.Create(graphs.Definitions, graphs.Files, Supply.Hub, consumed: consumed))!;
        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.WrongDefinition));
        return [.. error.Problems.Select(p => (p with { Excerpt = null }).ToString())];
    }
}
