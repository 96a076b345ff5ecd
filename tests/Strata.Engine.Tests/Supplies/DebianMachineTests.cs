using Strata.Engine.Supplies;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Supplies;

public sealed class DebianMachineTests
{
    [Test]
    public async Task Sources_of_both_formats_and_the_suite_it_runs_are_found()
    {
        var machine = await FindAsync(
            "arm64",
            "\u0001os", "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"", "VERSION_CODENAME=trixie",
            "\u0001apt",
            "\u0001list", "deb http://sec.example/debian-security trixie-security main",
            "\u0001deb822", "Types: deb", "URIs: http://deb.example/debian", "Suites: trixie", "Components: main");

        Assert.That(machine!.Architecture, Is.EqualTo("arm64"));
        Assert.That(machine.Mirror, Is.EqualTo(new DebianMirror(new Uri("http://deb.example/debian"), false, new Uri("http://sec.example/debian-security"), null)));
    }

    [Test]
    public async Task Proxy_is_carried_but_no_password()
    {
        var machine = await FindAsync(
            "amd64", "\u0001os", "VERSION_CODENAME=trixie",
            "\u0001apt",
            "Acquire::http::Proxy \"http://proxy.example:3128\";",
            "Acquire::https::Proxy \"http://me:secret@proxy.example:3128\";",
            "Acquire::Check-Valid-Until \"false\";",
            "Acquire::http::Proxy \"\";",
            "APT::Get::AllowUnauthenticated \"true\";",
            "\u0001list", "deb http://deb.example/debian trixie main");

        Assert.That(machine!.AptOptions, Is.EqualTo(new[] { "Acquire::http::Proxy \"http://proxy.example:3128\";", "Acquire::Check-Valid-Until \"false\";" }));
    }

    [Test]
    public async Task This_machine_is_read_with_its_own_apt()
    {
        await using var host = new Strata.Engine.Hosts.LocalHost();
        if (!File.Exists("/etc/debian_version") || !File.Exists("/usr/bin/apt-get"))
        {
            Assert.Ignore("this machine is no Debian");
        }

        var machine = await DebianMachine.FindAsync(host, CancellationToken.None);

        Assert.That(machine!.Mirror.SourceLines("trixie")[0], Does.Match("^deb https?://[^@ ]+ trixie main$"));
    }

    private static Task<DebianMachine?> FindAsync(params string[] lines) =>
        DebianMachine.FindAsync(new ScriptedHost().On("sh", ScriptedAnswer.Prints(lines)), CancellationToken.None);
}
