using Strata.Engine.Engines;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Engines;

public sealed class DiagnosisTests
{
    [Test]
    public async Task A_bare_host_is_told_what_to_install()
    {
        var host = new ScriptedHost { Name = "build1" }
            .WithFile("/etc/os-release", "ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n")
            .On("dotnet --version", ScriptedAnswer.Prints("10.0.401"));

        var checks = await new Diagnosis(host, null, "/no/such/folder").RunAsync(default);

        Assert.That(checks.Select(c => c.Name), Is.EqualTo(["dotnet", "git", "docker client", "buildx", "docker engine", "private engine", "disk"]));
        Assert.That(checks[0], Is.EqualTo(new DiagnosisCheck("dotnet", CheckState.Ok, "10.0.401")));
        Assert.That(checks[1], Is.EqualTo(new DiagnosisCheck("git", CheckState.Warning, "not on PATH", "apt-get install git")));
        Assert.That(checks[2], Is.EqualTo(new DiagnosisCheck("docker client", CheckState.Failed, "not found", "apt-get install docker.io docker-cli docker-buildx")));
    }

    [Test]
    public async Task Checks_of_others_follow_ours()
    {
        var other = new DiagnosisCheck("mmdebstrap", CheckState.Ok, "1.3.5");

        var checks = await new Diagnosis(new ScriptedHost(), null, "/", _ => Task.FromResult(other)).RunAsync(default);

        Assert.That(checks[^1], Is.EqualTo(other));
    }
}
