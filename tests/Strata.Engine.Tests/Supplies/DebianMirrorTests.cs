using Strata.Engine.Engines;
using Strata.Engine.Supplies;

namespace Strata.Engine.Tests.Supplies;

public sealed class DebianMirrorTests
{
    [Test]
    public void Other_suites_come_from_the_machines_own_archives()
    {
        var mirror = Find(
            """
            deb http://ftp.example/debian bookworm main
            deb http://ftp.example/debian bookworm-updates main
            deb http://sec.example/debian-security bookworm-security main
            """);

        Assert.That(mirror!.SourceLines("trixie"), Is.EqualTo(new[]
        {
            "deb http://ftp.example/debian trixie main",
            "deb http://ftp.example/debian trixie-updates main",
            "deb http://sec.example/debian-security trixie-security main",
        }));
    }

    [Test]
    public void What_the_machine_does_not_take_the_root_does_not_take_either() =>
        Assert.That(Find("deb http://ftp.example/debian bookworm main")!.SourceLines("trixie"), Is.EqualTo(new[] { "deb http://ftp.example/debian trixie main" }));

    [Test]
    public void Sid_has_neither_updates_nor_security() =>
        Assert.That(
            Find("deb http://d.example/debian bookworm main\ndeb http://d.example/debian bookworm-updates main\ndeb http://d.example/debian-security bookworm-security main")!.SourceLines("sid"),
            Is.EqualTo(new[] { "deb http://d.example/debian sid main" }));

    [Test]
    public void Archives_of_other_vendors_are_no_mirror() =>
        Assert.That(
            Find(
                """
                deb https://download.docker.example/linux/debian bookworm stable
                deb https://artifacts.elastic.example/packages/8.x/apt stable main
                deb https://apt.postgresql.example/pub/repos/apt bookworm-pgdg main
                deb file:/srv/debian bookworm main
                """),
            Is.Null);

    private static DebianMirror? Find(string list) => DebianMirror.Find(AptSourceParser.ParseLines(list), "bookworm");
}
