using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.ImageBuild;
using Strata.Graph;
using Strata.Planning;
using Strata.Testing;

namespace Strata.Engine.Tests.ImageBuild;

public sealed class SolveRequestFactoryTests
{
    private static readonly SolveSettings Settings = new("/src", "/logs", i => [$"harkon/{i.Name}:{i.Version ?? "dev"}"]);

    private static readonly ContextSource Python = new ContextSource.OciLayout("/oci/python", "sha256:11");

    [Test]
    public void Parent_is_a_target_and_upstream_what_the_supply_made_of_it()
    {
        var request = Create(Graphs.Parse("base =v1 <- python; web <- base"), Supply.Debian, Python);

        Assert.That(request.Targets.Select(t => t.Name), Is.EqualTo(new[] { "base", "web" }));
        var (parent, web) = (request.Targets[0], request.Targets[1]);
        Assert.Multiple(() =>
        {
            Assert.That(parent.Contexts, Is.EqualTo(new Dictionary<string, ContextSource> { ["python:3.12-slim"] = Python }));
            Assert.That(web.Contexts, Is.EqualTo(new Dictionary<string, ContextSource> { ["base"] = new ContextSource.Target("base") }));
            Assert.That(parent.Tags, Is.EqualTo(new[] { "harkon/base:v1" }));
            Assert.That(parent.Labels["org.opencontainers.image.version"], Is.EqualTo("v1"));
            Assert.That(web.Labels, Is.EqualTo(new Dictionary<string, string> { ["org.opencontainers.image.title"] = "web", ["io.strata.supply"] = "debian" }));
            Assert.That(web.DockerfileText, Does.StartWith("FROM base"));
        });
    }

    [Test]
    public void Parent_named_by_a_reference_is_overridden_by_that_reference()
    {
        var graphs = Graphs.Parse("base; web <- base")
            .WithDockerfile("web", "ARG REGISTRY=gitea.example:3000\nARG OWNER=harkon\nARG BASE_VERSION=v1.0.1\nFROM ${REGISTRY}/${OWNER}/base:${BASE_VERSION}\n");

        Assert.That(Create(graphs, Supply.Hub).Targets[1].Contexts, Is.EqualTo(new Dictionary<string, ContextSource>
        {
            ["gitea.example:3000/harkon/base:v1.0.1"] = new ContextSource.Target("base"),
        }));
    }

    [Test]
    public void Supply_is_an_argument_only_where_it_is_declared()
    {
        var graphs = Graphs.Parse("base; web <- base")
            .WithDockerfile("web", "ARG STRATA_SUPPLY=hub\nFROM base AS deps-hub\nFROM base AS deps-debian\nFROM deps-${STRATA_SUPPLY}\n");
        var request = Create(graphs, Supply.Debian);

        Assert.That(request.Targets[0].Args, Is.Empty);
        Assert.That(request.Targets[1].Args, Is.EqualTo(new Dictionary<string, string> { ["STRATA_SUPPLY"] = "debian" }));
        Assert.That(request.Targets.Select(t => t.UseBuiltInFrontend), Is.All.True);
        Assert.That(Create(graphs, Supply.Hub).Targets.Select(t => t.UseBuiltInFrontend), Is.All.False);
    }

    [Test]
    public void Upstream_without_a_source_is_left_to_the_hub_supply_only()
    {
        var graphs = Graphs.Parse("base <- python");

        Assert.That(Create(graphs, Supply.Hub).Targets[0].Contexts, Is.Empty);
        Assert.That(
            () => Create(graphs, Supply.Debian),
            Throws.TypeOf<DefinitionException>().With.Message.Contains("the debian supply has nothing for 'docker.io/library/python:3.12-slim'").Or.Message.Contains("nothing for 'python:3.12-slim'"));
    }

    [Test]
    public void Image_that_the_plan_leaves_out_is_no_target() =>
        Assert.That(Create(Graphs.Parse("base; ocr !debian <- base; web <- base"), Supply.Debian).Targets.Select(t => t.Name), Is.EqualTo(new[] { "base", "web" }));

    private static SolveRequest Create(Graphs graphs, Supply supply, ContextSource? python = null)
    {
        var graph = graphs.Create(supply);
        var upstreams = python is null ? [] : graphs.Definitions.SelectMany(d => d.Upstreams).Distinct().ToDictionary(u => u, _ => python);
        return SolveRequestFactory.Create(graph, Planner.Plan(graph, null, supply), upstreams.ToImmutableDictionary(), Settings);
    }
}
