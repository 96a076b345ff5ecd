using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Running;
using Strata.Graph;

namespace Strata.Engine.Tests.Running;

/// <summary>What containers are made of, without an engine.</summary>
public sealed class ContainerSpecsTests
{
    private static readonly EngineConnection Engine = new(EngineKind.Docker, "docker", ImmutableDictionary<string, string?>.Empty, "28.5.2", "0.29.1", "linux/amd64", HostNetworkOnly: false);

    private readonly RunSettings _settings = new(new CloneNames("/src/services"));

    [Test]
    public void Services_that_share_a_volume_meet_in_it_and_others_have_their_own()
    {
        var writer = Volumes("indexer", "rag-index");
        var reader = Volumes("retriever", "rag-index");
        Assert.That(reader["/index"], Is.EqualTo(writer["/index"]));
        Assert.That(writer["/index"], Is.EqualTo($"{_settings.Names.Id}-rag-index"));
        Assert.That(Volumes("indexer", null)["/index"], Is.Not.EqualTo(Volumes("retriever", null)["/index"]));
    }

    [Test]
    public void Verification_shares_nothing_with_what_runs()
    {
        var spec = new ContainerSpecs(Engine, _settings).Verification(Image("indexer", "rag-index"), "net", ImmutableDictionary<string, ContainerSpec>.Empty);
        Assert.That(spec.Volumes["/index"], Is.Null, "an anonymous volume");
    }

    private ImmutableSortedDictionary<string, string?> Volumes(string image, string? shared) =>
        new ContainerSpecs(Engine, _settings).Service(Image(image, shared), ImmutableDictionary<string, ContainerSpec>.Empty).Volumes;

    private static RunnableImage Image(string name, string? shared)
    {
        var container = ContainerDefinition.Default with { Volumes = ["/index"] };
        container = shared is null ? container : container with { SharedVolumes = container.SharedVolumes.Add("/index", shared) };
        return new RunnableImage(new ImageDefinition { Name = name, Target = name, Dockerfile = "Dockerfile", Container = container }, $"{name}:dev", "sha256:0");
    }
}
