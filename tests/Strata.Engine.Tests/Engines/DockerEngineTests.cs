using Strata.Engine.Engines;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Engines;

public sealed class DockerEngineTests
{
    private const string Version = """{"Client":{"Version":"28.5.2+dfsg4"},"Server":{"Version":"28.5.2+dfsg4","Os":"linux","Arch":"amd64"}}""";
    private const string NoServer = """{"Client":{"Version":"28.5.2"},"Server":null}""";

    [Test]
    public async Task An_engine_that_answers_is_connected_to()
    {
        var probe = await Probe(Docker(Version).On("docker network ls", ScriptedAnswer.Prints("bridge")));

        Assert.That(probe.Problem, Is.Null);
        Assert.That(probe.Connection, Is.EqualTo(new EngineConnection(
            EngineKind.Docker, "docker", probe.Connection!.Environment, "28.5.2", "0.29.1", "linux/amd64", HostNetworkOnly: false)));
        Assert.That(probe.Connection.Environment, Is.Empty);
    }

    [Test]
    public async Task An_engine_without_a_bridge_has_the_host_network_only()
    {
        var probe = await Probe(Docker(Version).On("docker network ls", ScriptedAnswer.Prints()));

        Assert.That(probe.Connection!.HostNetworkOnly, Is.True);
    }

    [TestCase("""[["driver-type","io.containerd.snapshotter.v1"]]""", true)]
    [TestCase("""[["Backing Filesystem","extfs"],["Supports d_type","true"]]""", false)]
    public async Task What_the_engine_keeps_images_by_is_told_by_its_driver(string status, bool keepsManifests)
    {
        var probe = await Probe(Docker(Version).On("docker info", ScriptedAnswer.Prints(status)));

        Assert.That(probe.Connection!.KeepsManifests, Is.EqualTo(keepsManifests));
    }

    [Test]
    public async Task A_missing_client_is_said() =>
        Assert.That((await Probe(new ScriptedHost { Name = "build1" })).Problem!.ToString(), Is.EqualTo("docker: there is no docker client on PATH of build1"));

    [Test]
    public async Task A_silent_engine_is_said_in_the_client_s_words()
    {
        var answer = ScriptedAnswer.Fails(1, "Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon running?");
        var host = Docker(NoServer).On("docker version", answer with { Lines = [new(NoServer, false), .. answer.Lines] });

        Assert.That((await Probe(host)).Problem!.ToString(), Is.EqualTo(
            "docker: no engine answers: Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon running; start it, or check DOCKER_HOST and 'docker context ls'"));
    }

    [Test]
    public async Task Old_versions_are_told_with_what_is_needed()
    {
        var oldEngine = await Probe(Docker(Version.Replace("28.5.2+dfsg4\",\"Os", "20.10.24\",\"Os", StringComparison.Ordinal)));
        var oldBuildx = await Probe(Docker(Version).On("docker buildx version", ScriptedAnswer.Prints("github.com/docker/buildx v0.11.2 9872040")));
        var noBuildx = await Probe(Docker(Version).On("docker buildx version", ScriptedAnswer.Fails(1, "docker: 'buildx' is not a docker command.")));

        Assert.That(oldEngine.Problem!.What, Is.EqualTo("engine 20.10.24 is too old, 23.0 or later is needed"));
        Assert.That(oldBuildx.Problem!.What, Is.EqualTo("buildx 0.11.2 is too old, 0.13 or later is needed"));
        Assert.That(noBuildx.Problem!.What, Is.EqualTo("the docker client has no buildx plugin"));
    }

    [Test]
    public async Task A_named_builder_needs_no_engine_beside_it()
    {
        var host = Docker(NoServer).On("docker buildx inspect far", ScriptedAnswer.Prints(
            "Name:   far", "Driver: remote", "", "Nodes:", "Name:             far0", "Status:           running", "BuildKit version: v0.25.1", "Platforms:        linux/arm64, linux/amd64"));

        var connection = (await new DockerEngine(host).ProbeAsync("far", TimeSpan.FromSeconds(5), default)).Connection!;

        Assert.That((connection.Builder, connection.Version, connection.Platform), Is.EqualTo(("far", "0.25.1", "linux/arm64")));
        Assert.That(connection.Environment["BUILDX_BUILDER"], Is.EqualTo("far"));
    }

    [Test]
    public async Task An_unknown_builder_is_named()
    {
        var host = Docker(Version).On("docker buildx inspect", ScriptedAnswer.Fails(1, "ERROR: no builder \"far\" found"));

        var probe = await new DockerEngine(host).ProbeAsync("far", TimeSpan.FromSeconds(5), default);

        Assert.That(probe.Problem!.What, Is.EqualTo("there is no buildx builder 'far'"));
    }

    [Test]
    public async Task A_client_that_hangs_is_given_up()
    {
        var host = new ScriptedHost().On("docker version", ScriptedAnswer.Prints() with { Hangs = true });

        var probe = await new DockerEngine(host).ProbeAsync(null, TimeSpan.FromMilliseconds(50), default);

        Assert.That(probe.Problem!.What, Does.StartWith("no engine answers within"));
    }

    private static Task<DockerProbe> Probe(ScriptedHost host) => new DockerEngine(host).ProbeAsync(null, TimeSpan.FromSeconds(5), default);

    private static ScriptedHost Docker(string version) => new ScriptedHost()
        .On("docker version", ScriptedAnswer.Prints(version))
        .On("docker network ls", ScriptedAnswer.Prints("bridge"))
        .On("docker buildx version", ScriptedAnswer.Prints("github.com/docker/buildx 0.29.1+ds1 0.29.1+ds1-4"));
}
