using FsCheck;
using FsCheck.Fluent;
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

    [Test]
    public void Each_pair_of_archive_and_suite_is_given_without_passwords()
    {
        var sources = AptSourceParser.ParseStanzas("""
            Types: deb deb-src
            URIs: http://deb.example/debian
              https://user:secret@second.example/debian
            Suites: bookworm bookworm-updates
            # a comment inside
            Components: main contrib
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            types: deb
            uris: https://security.example/debian-security
            suites: bookworm-security
            components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mDMEY865UxYJKwYBBAHaRw8B
             -----END PGP PUBLIC KEY BLOCK-----
            """);

        Assert.That(sources.SelectMany(s => s.Archives).Select(a => $"{a.Archive} {a.Suite}"), Is.EqualTo(new[]
        {
            "http://deb.example/debian bookworm", "http://deb.example/debian bookworm-updates",
            "https://second.example/debian bookworm", "https://second.example/debian bookworm-updates",
            "https://security.example/debian-security bookworm-security",
        }));
        Assert.That(sources.Select(s => s.Keyring), Is.EqualTo(new[] { "/usr/share/keyrings/debian-archive-keyring.gpg", null }), "a keyring is a file or nothing");
    }

    [Test]
    public void Line_with_options_keeps_its_keyring()
    {
        var source = AptSourceParser.ParseLines("deb [ arch=amd64 trusted=yes signed-by=/k.gpg ] http://me:secret@deb.example:81/debian/ trixie main non-free # mine").Single();

        Assert.That(source.Archives.Single().Archive.AbsoluteUri, Is.EqualTo("http://deb.example:81/debian/"));
        Assert.That((source.Suites.Single(), source.Keyring), Is.EqualTo(("trixie", "/k.gpg")));
        Assert.That(source.Components, Is.EqualTo(new[] { "main", "non-free" }));
    }

    [TestCase("")]
    [TestCase("# deb http://deb.example/debian trixie main")]
    [TestCase("deb-src http://deb.example/debian trixie main")]
    [TestCase("deb http://deb.example/debian")]
    [TestCase("deb [signed-by=/k.gpg http://deb.example/debian trixie main")]
    [TestCase("deb not-an-address trixie main")]
    public void Line_that_is_no_source_is_left_out(string line) => Assert.That(AptSourceParser.ParseLines(line), Is.Empty);

    [Test]
    public void Both_formats_say_the_same()
    {
        var words = Gen.NonEmptyListOf(Gen.Elements("main", "contrib", "non-free", "non-free-firmware"));
        Prop.ForAll(words.ToArbitrary(), components =>
        {
            var names = string.Join(' ', components);
            var line = AptSourceParser.ParseLines($"deb [signed-by=/k.gpg]  http://deb.example/debian\ttrixie {names}\r\n").Single();
            var stanza = AptSourceParser.ParseStanzas($"Types: deb\r\nURIs: http://deb.example/debian\r\nSuites: trixie\r\nComponents:\r\n {names}\r\nSigned-By: /k.gpg\r\n").Single();
            return line.ToStanza("amd64") == stanza.ToStanza("amd64");
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void No_text_makes_it_throw()
    {
        var text = Gen.ListOf(Gen.Elements("deb", " ", "[", "]", "\n", ":", "Types", "URIs", "Suites", "http://a", "file:", "signed-by=", "#", "\t", "\r", "é"));
        Prop.ForAll(text.ToArbitrary(), parts =>
        {
            var joined = string.Concat(parts);
            return AptSourceParser.ParseLines(joined).Concat(AptSourceParser.ParseStanzas(joined)).SelectMany(s => s.Archives).Count() >= 0;
        }).QuickCheckThrowOnFailure();
    }
}
