using System.Collections.Immutable;
using System.Net;
using Strata.Engine.Engines;
using Strata.Engine.Running;
using Strata.Graph;

namespace Strata.Engine.Tests.Running;

public sealed class ContainerSpecTests
{
    private static readonly EngineConnection Bridged = new(EngineKind.Docker, "docker", ImmutableDictionary<string, string?>.Empty, "28.5.2", "0.29.1", "linux/amd64", HostNetworkOnly: false);
    private static readonly EngineConnection HostOnly = Bridged with { Kind = EngineKind.Private, HostNetworkOnly = true };
    private static readonly RunSettings Settings = new(new CloneNames("/home/me/My Project")) { Owner = 7 };
    private static readonly ImmutableDictionary<string, ContainerSpec> Nothing = ImmutableDictionary<string, ContainerSpec>.Empty;

    [Test]
    public void A_service_is_what_its_definition_says()
    {
        var image = Image("ui", c => c with
        {
            Volumes = ["/config"],
            Tmpfs = [new TmpfsMount("/run", "exec,size=64m")],
            Environment = c.Environment.Add("PUID", "1000").Add("TITLE", "a 'b' $c"),
            External = [ExternalService.At("scalarlm", "SCALARLM_BASE_URL"), ExternalService.At("other", "OTHER_URL")],
            Gpus = "all",
        }, new PortMapping(8000, 8101), new PortMapping(9000));
        var spec = new ContainerSpecs(Bridged, Settings with { Variables = ["SCALARLM_BASE_URL"] }).Service(image, Nothing);
        var id = Settings.Names.Id;
        Assert.That(id, Does.Match("^strata-myproject-[0-9a-f]{6}$"));
        Assert.That(spec.Arguments(), Is.EqualTo(new[]
        {
            "--name", $"{id}-ui",
            "--label", "io.strata.role=service",
            "--label", "io.strata.image=ui",
            "--label", "io.strata.ports=8000=127.0.0.1:8101",
            "--label", $"io.strata.configuration={spec.Configuration}",
            "--label", $"io.strata.clone={id}",
            "--label", "io.strata.root=/home/me/My Project",
            "--pull", "never",
            "--network", id, "--network-alias", "ui",
            "--publish", "127.0.0.1:8101:8000",
            "--read-only",
            "--tmpfs", "/tmp",
            "--tmpfs", "/run:exec,size=64m",
            "--mount", $"type=volume,source={id}-ui-config,volume-label=io.strata.clone={id},destination=/config",
            "--env", "PUID=1000",
            "--env", "TITLE=a 'b' $c",
            "--env", "SCALARLM_BASE_URL",
            "--gpus", "all",
            "--health-start-period", "120s", "--health-start-interval", "1s",
            "ui:dev",
        }));
    }

    [Test]
    public void Where_there_is_only_the_hosts_network_the_service_is_told_its_published_port()
    {
        var spec = new ContainerSpecs(HostOnly, Settings).Service(Image("ui", c => c, new PortMapping(8000, 8101)), Nothing);
        Assert.That(spec.Environment, Is.EqualTo(new Dictionary<string, string> { ["HOST"] = "127.0.0.1", ["PORT"] = "8101" }));
        Assert.That(spec.Arguments(), Does.Contain("host").And.Not.Contain("--publish").And.Not.Contain("--network-alias"));

        var open = new ContainerSpecs(HostOnly, Settings with { Bind = IPAddress.Any }).Service(Image("ui", c => c, new PortMapping(8000, 8101)), Nothing);
        Assert.That(open.Environment["HOST"], Is.EqualTo("0.0.0.0"));
        Assert.That(open.Ports[0].Url, Is.EqualTo(new Uri("http://127.0.0.1:8101")));
    }

    [Test]
    public void A_service_may_be_told_in_words_of_its_own()
    {
        var image = Image("sync", c => c with { Listen = c.Listen.Clear().Add("GUI", "{host}:{port}").Add("DATA", "tcp://{host}:{port:22000}") }, new PortMapping(8384, 8400), new PortMapping(22000, 22100));
        var spec = new ContainerSpecs(HostOnly, Settings).Service(image, Nothing);
        Assert.That(spec.Environment, Is.EqualTo(new Dictionary<string, string> { ["DATA"] = "tcp://127.0.0.1:22100", ["GUI"] = "127.0.0.1:8400" }));
    }

    [Test]
    public void A_port_that_nobody_tells_is_refused()
    {
        var image = Image("sync", c => c, new PortMapping(8384, 8384), new PortMapping(22000, 22100));
        Assert.That(
            () => new ContainerSpecs(HostOnly, Settings).Service(image, Nothing),
            Throws.TypeOf<DefinitionException>().With.Message.EqualTo(
                "running 'sync': the engine has its machine's network only, and nothing tells the service to listen at 22100 in place of 22000; add .Listen(VARIABLE, \"{port:22000}\")"));
        Assert.That(
            () => new ContainerSpecs(HostOnly, Settings with { Bind = IPAddress.Parse("10.0.0.1") }).Service(image, Nothing),
            Throws.TypeOf<DefinitionException>().With.Message.Contains("use --bind 127.0.0.1 or --bind 0.0.0.0"));
    }

    [TestCase(true, "http://127.0.0.1:8102/classify")]
    [TestCase(false, "http://classifier:8000/classify")]
    public void A_service_is_told_where_another_one_answers(bool hostOnly, string url)
    {
        var specs = new ContainerSpecs(hostOnly ? HostOnly : Bridged, Settings);
        var classifier = specs.Service(Image("classifier", c => c, new PortMapping(8000, 8102)), Nothing);
        var router = Image("router", c => c with { Needs = [new ServiceNeed("classifier", "CLASSIFIER_URL", "http://{host}:{port}/classify")] }, new PortMapping(8080, 8080));
        Assert.That(specs.Service(router, Nothing.Add("classifier", classifier)).Environment["CLASSIFIER_URL"], Is.EqualTo(url));
    }

    [Test]
    public void A_verification_takes_no_port_and_no_volume_of_a_service()
    {
        var image = Image("ui", c => c with { Volumes = ["/config"] }, new PortMapping(8000, 8101));
        var bridged = new ContainerSpecs(Bridged, Settings).Verification(image, "net", Nothing);
        Assert.That(bridged.Arguments(), Does.Contain("127.0.0.1::8000").And.Contain("type=volume,destination=/config").And.Contain("io.strata.owner=7"));
        var host = new ContainerSpecs(HostOnly, Settings).Verification(image, "net", Nothing);
        Assert.That(host.Ports[0].Port, Is.Not.EqualTo(8101).And.Not.EqualTo(8000).And.GreaterThan(0));
        Assert.That(host.Environment["PORT"], Is.EqualTo(host.Ports[0].Port.ToString()));
    }

    [Test]
    public void A_check_has_no_network_where_it_can_have_none() =>
        Assert.That(new ContainerSpecs(Bridged, Settings).Check(Image("base", c => c)).Arguments("sh", "-c", "true"), Does.Contain("none").And.Contain("sh").And.Not.Contain("--health-start-period"));

    [Test]
    public void Reasons_change_how_it_runs_and_images_of_the_registry_may_be_pulled()
    {
        var image = Image("ui", c => c with { WritableBecause = "it compiles", Tmpfs = [new TmpfsMount("/tmp", "size=1m")] }) with { IsRemote = true };
        var arguments = new ContainerSpecs(Bridged with { Version = "24.0.9" }, Settings).Service(image, Nothing).Arguments();
        Assert.That(arguments, Does.Not.Contain("--read-only").And.Not.Contain("never").And.Contain("missing").And.Not.Contain("--health-start-interval"));
    }

    [Test]
    public void Any_change_of_image_or_definition_is_another_configuration()
    {
        var specs = new ContainerSpecs(Bridged, Settings);
        var image = Image("ui", c => c, new PortMapping(8000, 8101));
        string[] all =
        [
            specs.Service(image, Nothing).Configuration,
            specs.Service(image with { Digest = "sha256:2" }, Nothing).Configuration,
            specs.Service(Image("ui", c => c, new PortMapping(8000, 8102)), Nothing).Configuration,
            specs.Service(Image("ui", c => c with { WritableBecause = "x" }, new PortMapping(8000, 8101)), Nothing).Configuration,
            specs.Service(Image("ui", c => c with { Environment = c.Environment.Add("A", "") }, new PortMapping(8000, 8101)), Nothing).Configuration,
        ];
        Assert.That(all, Is.Unique);
        Assert.That(specs.Service(image with { Reference = "ui:other" }, Nothing).Configuration, Is.EqualTo(all[0]), "a tag is a name");
    }

    [Test]
    public void Two_clones_do_not_meet() => Assert.That(new CloneNames("/a/strata").Container("ui"), Is.Not.EqualTo(new CloneNames("/b/strata").Container("ui")));

    private static RunnableImage Image(string name, Func<ContainerDefinition, ContainerDefinition> change, params ImmutableArray<PortMapping> ports) => new(
        new ImageDefinition { Name = name, Target = name, Dockerfile = $"docker/{name}/Dockerfile", Ports = ports, Container = change(ContainerDefinition.Default) }, $"{name}:dev", "sha256:1");
}
