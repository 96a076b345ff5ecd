using FsCheck;
using FsCheck.Fluent;
using Strata.Engine.Supplies;

namespace Strata.Engine.Tests.Supplies;

public sealed class AptSourceParserTests
{
    private const string Deb822 =
        """
        # The distribution
        Types: deb deb-src
        URIs: http://deb.example/debian
          http://second.example/debian
        Suites: bookworm bookworm-updates
        # a comment inside
        Components: main contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        types: deb
        uris: https://user:secret@security.example/debian-security
        suites: bookworm-security
        components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         mDMEY865UxYJKwYBBAHaRw8B
         -----END PGP PUBLIC KEY BLOCK-----

        Enabled: no
        Types: deb
        URIs: http://off.example/debian
        Suites: trixie
        Components: main

        Types: deb-src
        URIs: http://sources.example/debian
        Suites: trixie
        Components: main
        """;

    [Test]
    public void Deb822_gives_each_pair_of_archive_and_suite()
    {
        var sources = AptSourceParser.ParseDeb822(Deb822);

        Assert.That(sources.Select(s => $"{s.Uri} {s.Suite}"), Is.EqualTo(new[]
        {
            "http://deb.example/debian bookworm", "http://deb.example/debian bookworm-updates",
            "http://second.example/debian bookworm", "http://second.example/debian bookworm-updates",
            "https://security.example/debian-security bookworm-security",
        }));
        Assert.That(sources[0].Components, Is.EqualTo(new[] { "main", "contrib" }));
    }

    [Test]
    public void Keyring_is_a_file_or_nothing()
    {
        var sources = AptSourceParser.ParseDeb822(Deb822);

        Assert.That(sources[0].Keyring, Is.EqualTo("/usr/share/keyrings/debian-archive-keyring.gpg"));
        Assert.That(sources[^1].Keyring, Is.Null);
    }

    [Test]
    public void Line_with_options_is_read_without_them()
    {
        var source = AptSourceParser.ParseList("deb [ arch=amd64 trusted=yes signed-by=/k.gpg ] http://me:secret@deb.example:81/debian/ trixie main non-free # mine").Single();

        Assert.That(source.Uri.AbsoluteUri, Is.EqualTo("http://deb.example:81/debian/"));
        Assert.That((source.Suite, source.Keyring), Is.EqualTo(("trixie", "/k.gpg")));
        Assert.That(source.Components, Is.EqualTo(new[] { "main", "non-free" }));
    }

    [TestCase("")]
    [TestCase("# deb http://deb.example/debian trixie main")]
    [TestCase("deb-src http://deb.example/debian trixie main")]
    [TestCase("deb http://deb.example/debian")]
    [TestCase("deb [signed-by=/k.gpg http://deb.example/debian trixie main")]
    [TestCase("deb not-an-address trixie main")]
    public void Line_that_is_no_source_is_left_out(string line) => Assert.That(AptSourceParser.ParseList(line), Is.Empty);

    [Test]
    public void Both_formats_say_the_same()
    {
        var words = Gen.NonEmptyListOf(Gen.Elements("main", "contrib", "non-free", "non-free-firmware"));
        var property = Prop.ForAll(words.ToArbitrary(), components =>
        {
            var names = string.Join(' ', components);
            var line = AptSourceParser.ParseList($"deb [signed-by=/k.gpg]  http://deb.example/debian\ttrixie {names}\r\n").Single();
            var stanza = AptSourceParser.ParseDeb822($"Types: deb\r\nURIs: http://deb.example/debian\r\nSuites: trixie\r\nComponents:\r\n {names}\r\nSigned-By: /k.gpg\r\n").Single();
            return line with { Components = [] } == stanza with { Components = [] } && line.Components.SequenceEqual(stanza.Components);
        });
        property.QuickCheckThrowOnFailure();
    }

    [Test]
    public void No_text_makes_it_throw()
    {
        var text = Gen.ListOf(Gen.Elements("deb", " ", "[", "]", "\n", ":", "Types", "URIs", "Suites", "http://a", "file:", "signed-by=", "#", "\t", "\r", "é"));
        Prop.ForAll(text.ToArbitrary(), parts =>
        {
            var joined = string.Concat(parts);
            return AptSourceParser.ParseList(joined).Length + AptSourceParser.ParseDeb822(joined).Length >= 0;
        }).QuickCheckThrowOnFailure();
    }
}
