using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Engines;

public sealed class EngineLocatorTests
{
    private static ScriptedHost Debian => new ScriptedHost { Name = "build1" }.WithFile("/etc/os-release", "ID=debian\nVERSION_CODENAME=trixie\nPRETTY_NAME=\"Debian GNU/Linux 13\"\n");

    [Test]
    public async Task Docker_where_none_runs_is_unreachable_and_says_what_to_install()
    {
        var thrown = await Assert.ThrowsAsync<StrataException>(() => new EngineLocator(Debian, null).ConnectAsync(EngineChoice.Docker, null, default));

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(thrown.Message, Is.EqualTo("docker: there is no docker client on PATH of build1; apt-get install docker.io docker-cli docker-buildx"));
    }

    [Test]
    public async Task Auto_without_any_engine_lists_both_ways()
    {
        var host = new ScriptedHost { Name = "build1" }.WithFile("/etc/os-release", "ID=fedora\n");

        var thrown = await Assert.ThrowsAsync<StrataException>(() => new EngineLocator(host, null).ConnectAsync(EngineChoice.Auto, null, default));

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(thrown.Problems.Select(p => p.Place), Is.EqualTo(["docker", "private engine"]));
        Assert.That(thrown.Message, Does.Contain("dnf install moby-engine docker-buildx"));
    }

    [Test]
    public async Task A_builder_of_the_private_engine_is_wrong_usage()
    {
        var thrown = await Assert.ThrowsAsync<StrataException>(() => new EngineLocator(Debian, null).ConnectAsync(EngineChoice.Private, "far", default));

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.WrongDefinition));
    }

    [Test]
    public async Task Auto_takes_docker_before_the_private_engine()
    {
        var root = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var host = Debian
            .On("docker version", ScriptedAnswer.Prints("""{"Client":{"Version":"28.0.1"},"Server":{"Version":"28.0.1","Os":"linux","Arch":"arm64"}}"""))
            .On("docker buildx version", ScriptedAnswer.Prints("github.com/docker/buildx v0.21.0"))
            .On("docker network ls", ScriptedAnswer.Prints("bridge"));
        var locator = new EngineLocator(host, new PrivateEngine(StateDirectory.At(root, _ => null)));

        var connection = await locator.ConnectAsync(EngineChoice.Auto, null, default);

        Assert.That(connection.Kind, Is.EqualTo(EngineKind.Docker));
        Assert.That(Directory.Exists(root), Is.False);
    }
}
