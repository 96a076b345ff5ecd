using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Engine.ImageBuild;
using Strata.Engine.Tests.BuildKit;
using Strata.Graph;
using Strata.Planning;
using Strata.Testing;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.ImageBuild;

/// <summary>From a graph to images in a real engine.</summary>
public sealed class RealImageBuildTests
{
    [Test]
    public async Task Failure_in_the_middle_leaves_all_that_is_possible_built_and_both_rounds_in_the_logs()
    {
        using var tree = new TestTree();
        var graphs = Graphs.Parse("base; ml <- base; web <- ml; router <- base")
            .WithDockerfile("base", "# syntax=docker/dockerfile:1.7\nFROM scratch\nCOPY file /base\n")
            .WithDockerfile("ml", "FROM base\nCOPY missing /ml\n")
            .WithDockerfile("web", "FROM ml\nCOPY file /web\n")
            .WithDockerfile("router", "ARG VERSION=v1\nFROM registry.example/harkon/base:${VERSION}\nCOPY file /router\n");
        var graph = graphs.Create(Supply.Debian);
        var plan = Planner.Plan(graph, null, Supply.Debian);
        var settings = new SolveSettings(tree.Root, tree.Logs, i => [$"strata.test/{i.Name}:dev"]);
        var request = SolveRequestFactory.Create(graph, plan, new Dictionary<Upstream, ContextSource>(), settings);
        tree.Request([.. request.Targets]);
        var engine = new BuildxEngine(new LocalHost(), await EngineUnderTest.ConnectAsync(), tree.Scratch);

        var progress = new RecordedProgress();
        var results = (await new ImageBuildRun(plan, request, engine, progress).RunAsync(CancellationToken.None)).ToDictionary(r => r.Image);

        Assert.Multiple(() =>
        {
            Assert.That(((ImageFailed)results["ml"]).Problem.Place, Is.EqualTo("docker/ml/Dockerfile:2"));
            Assert.That(results["web"], Is.EqualTo(new ImageNotBuilt("web", "ml failed")));
            Assert.That(results["base"], Is.TypeOf<ImageBuilt>());
            Assert.That(((ImageBuilt)results["router"]).Layers[0], Is.EqualTo(((ImageBuilt)results["base"]).Layers[0]));
            Assert.That(progress.Of<BuildEvent.ImageExported>().Last(e => e.Image == "router").Digest, Is.EqualTo(((ImageBuilt)results["router"]).Digest));
            Assert.That(progress.Of<BuildEvent.Warning>().Where(w => w.Text.Contains("bug")), Is.Empty);
            Assert.That(File.ReadAllText(Path.Combine(tree.Logs, "ml.log")), Does.Contain("ERROR"));
        });
        Assert.That(await tree.FilesOfAsync("strata.test/router:dev"), Is.EqualTo(new[] { "base", "router" }));
    }
}
