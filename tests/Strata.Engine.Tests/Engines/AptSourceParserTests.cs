using Strata.Engine.Engines;

namespace Strata.Engine.Tests.Engines;

public sealed class AptSourceParserTests
{
    [Test]
    public void Stanzas_are_read_with_their_options()
    {
        var sources = AptSourceParser.ParseStanzas("""
            # a comment
            Types: deb deb-src
            # another
            URIs: http://mirror.example/debian http://second.example/debian
            Suites: bookworm
              bookworm-updates
            Components: main contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            Architectures: amd64

            Types: deb-src
            URIs: http://mirror.example/debian
            Suites: bookworm
            Components: main

            types: deb
            URIs: http://off.example
            Suites: bookworm
            Components: main
            Enabled: no
            """);

        Assert.That(sources, Has.Length.EqualTo(1));
        Assert.That(sources[0].Uris, Is.EqualTo(["http://mirror.example/debian", "http://second.example/debian"]));
        Assert.That(sources[0].Suites, Is.EqualTo(["bookworm", "bookworm-updates"]));
        Assert.That(sources[0].Components, Is.EqualTo(["main", "contrib"]));
        Assert.That(sources[0].Options, Is.EqualTo(new Dictionary<string, string> { ["Signed-By"] = "/usr/share/keyrings/debian-archive-keyring.gpg" }));
    }

    [Test]
    public void A_key_within_the_stanza_keeps_its_lines()
    {
        const string text = "Types: deb\nURIs: http://m.example\nSuites: s\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----\n";

        var stanza = AptSourceParser.ParseStanzas(text).Single().ToStanza("amd64");

        Assert.That(stanza, Does.Contain("Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----\n"));
        Assert.That(stanza, Does.StartWith("Types: deb\nURIs: http://m.example\nSuites: s\nComponents: main\nArchitectures: amd64\nTargets: Packages\n"));
    }

    [Test]
    public void Lines_are_read_with_their_options()
    {
        var sources = AptSourceParser.ParseLines("""
            # deb http://off.example bookworm main
            deb [ arch=amd64,arm64 signed-by=/k.gpg check-valid-until=no ] http://mirror.example/debian bookworm main contrib # why
            deb-src http://mirror.example/debian bookworm main
            deb cdrom:[Debian]/ bookworm main
            deb http://flat.example ./
            deb http://plain.example/debian	trixie main
            """);

        Assert.That(sources.Select(s => s.Uris.Single()), Is.EqualTo(["http://mirror.example/debian", "http://plain.example/debian"]));
        Assert.That(sources[0].Options, Is.EqualTo(new Dictionary<string, string> { ["Check-Valid-Until"] = "no", ["Signed-By"] = "/k.gpg" }));
        Assert.That(sources[0].Components, Is.EqualTo(["main", "contrib"]));
        Assert.That(sources[1].Suites, Is.EqualTo(["trixie"]));
    }

    [Test]
    public void What_is_written_reads_back()
    {
        var source = AptSourceParser.ParseLines("deb [signed-by=/k.gpg] http://m.example/debian bookworm main contrib").Single();

        var back = AptSourceParser.ParseStanzas(source.ToStanza("amd64")).Single();

        Assert.That(back.ToStanza("amd64"), Is.EqualTo(source.ToStanza("amd64")));
    }
}
