using Strata.Graph;
using Strata.Planning;
using Strata.Testing;

namespace Strata.Tests.Planning;

/// <summary>What an image's layers begin with, and what it only copies from.</summary>
public sealed class LayerBaseTests
{
    [TestCase("FROM base\nCOPY --from=tools /t /t\n", "base")]
    [TestCase("FROM tools AS t\nFROM base\nCOPY --from=t /t /t\n", "base")]
    [TestCase("FROM base AS one\nFROM tools AS two\nFROM one AS three\nCOPY --from=two /t /t\nFROM three\n", "base")]
    [TestCase("ARG KIND=hub\nFROM base AS deps-hub\nFROM tools AS deps-debian\nFROM deps-$KIND\nCOPY --from=deps-debian /t /t\n", "base")]
    [TestCase("FROM base AS one\nFROM tools AS two\nFROM scratch\nCOPY --from=one / /\nCOPY --from=two / /\n", null)]
    [TestCase("FROM python:3.12-slim\nCOPY --from=tools / /\nCOPY --from=base / /\n", null)]
    public void Parent_is_the_one_that_the_built_stage_starts_from(string dockerfile, string? parent)
    {
        var uses = dockerfile.Contains("python") ? "tools base python" : "tools base";
        var graph = Graphs.Parse($"base; tools; web <- {uses}").WithDockerfile("web", dockerfile).Create();
        Assert.That(LayerBase.ParentOf(graph.Inputs(graph.Get("web"))), Is.EqualTo(parent));
    }

    [Test]
    public void Upstream_is_the_one_that_the_built_stage_starts_from()
    {
        var graph = Graphs.Parse("web <- tools python").WithDockerfile("web", "FROM python:3.12-slim\nCOPY --from=tools:1 / /\n").Create();
        Assert.That(LayerBase.Of(graph.Inputs(graph.Get("web"))), Is.TypeOf<ImageSource.External>().With.Property("Upstream").With.Property("Reference").EqualTo("docker.io/library/python:3.12-slim"));
    }
}
