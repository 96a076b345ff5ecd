using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Graph;
using Strata.Oci;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Engines;

public sealed class EnginePreflightTests
{
    private static readonly EngineConnection Arm = new(EngineKind.Docker, "docker", ImmutableDictionary<string, string?>.Empty, "28.5.2", "0.29.1", "linux/arm64", HostNetworkOnly: false);

    [Test]
    public async Task Engine_of_the_wanted_architecture_is_asked_nothing()
    {
        var host = new ScriptedHost();
        Assert.That(await new EnginePreflight(host, Arm with { Platform = "linux/x86_64" }).FindPlatformAsync(Platform.Default, Supply.Hub, default), Is.Null);
        Assert.That(host.CommandsRun, Is.Empty);
    }

    [Test]
    public async Task Engine_that_can_emulate_is_asked_for_the_platform()
    {
        var host = new ScriptedHost().On("docker buildx inspect", ScriptedAnswer.Prints("Name:   default", "Platforms:        linux/arm64*, linux/amd64, linux/amd64/v2"));
        Assert.That(await new EnginePreflight(host, Arm).FindPlatformAsync(Platform.Default, Supply.Hub, default), Is.EqualTo(Platform.Default));
    }

    [Test]
    public async Task Engine_without_an_emulator_is_refused_with_what_to_do()
    {
        var host = new ScriptedHost { Name = "build1" }.On("docker buildx inspect", ScriptedAnswer.Prints("Name:   default", "Platforms:        linux/arm64, linux/arm/v7"));
        var refused = await Assert.ThrowsAsync<StrataException>(() => new EnginePreflight(host, Arm).FindPlatformAsync(Platform.Default, Supply.Hub, default));
        Assert.That((refused!.ExitCode, refused.Message), Is.EqualTo((
            ExitCode.Unreachable,
            "docker on build1: builds for linux/arm64, and images are made for linux/amd64: there is no emulator for it (binfmt_misc); name a machine of linux/amd64 with --remote, or install qemu-user-static and binfmt-support there")));
    }

    [Test]
    public async Task Debian_s_packages_are_those_of_the_host_s_own_architecture()
    {
        var refused = await Assert.ThrowsAsync<StrataException>(() => new EnginePreflight(new ScriptedHost(), Arm).FindPlatformAsync(Platform.Default, Supply.Debian, default));
        Assert.That(refused!.Message, Does.Contain("the debian supply makes root file systems of the host's own architecture"));
    }

    [TestCase("900000 /var/lib/docker", "has 921 MB free at /var/lib/docker, and builds need at least 1000 MB")]
    [TestCase("1000000 /var/lib/docker", null)]
    [TestCase("", null)]
    [TestCase("- /a b", null)]
    public async Task Disk_of_the_engine_has_to_have_room(string printed, string? problem)
    {
        var preflight = new EnginePreflight(new ScriptedHost().On(c => c.FileName == "/bin/sh", _ => ScriptedAnswer.Prints(printed)), Arm);
        if (problem is null)
        {
            await preflight.RequireSpaceAsync(default);
            return;
        }

        Assert.That((await Assert.ThrowsAsync<StrataException>(() => preflight.RequireSpaceAsync(default)))!.Message, Does.Contain(problem));
    }
}
