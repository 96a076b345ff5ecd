using FsCheck;
using FsCheck.Fluent;
using Strata.Oci;

namespace Strata.Tests.Oci;

public class ImageReferenceTests
{
    private const string Sha = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestCase("python", "docker.io/library/python", "python")]
    [TestCase("python:3.12-slim", "docker.io/library/python:3.12-slim", "python:3.12-slim")]
    [TestCase("docker.io/library/python", "docker.io/library/python", "python")]
    [TestCase("index.docker.io/a/b", "docker.io/a/b", "a/b")]
    [TestCase("docker.io/python", "docker.io/library/python", "python")]
    [TestCase("library/a/b", "docker.io/library/a/b", "library/a/b")]
    [TestCase("ghcr.io/astral-sh/uv:0.5", "ghcr.io/astral-sh/uv:0.5", "ghcr.io/astral-sh/uv:0.5")]
    [TestCase("localhost/a", "localhost/a", "localhost/a")]
    [TestCase("localhost:5000/a", "localhost:5000/a", "localhost:5000/a")]
    [TestCase("Host/a", "Host/a", "Host/a")]
    [TestCase("[::1]:5000/a", "[::1]:5000/a", "[::1]:5000/a")]
    [TestCase("a__b/c-d--e.f:T_1", "docker.io/a__b/c-d--e.f:T_1", "a__b/c-d--e.f:T_1")]
    [TestCase("python:3@" + Sha, "docker.io/library/python:3@" + Sha, "python:3@" + Sha)]
    public void Normalises_as_Docker_does(string text, string whole, string familiar)
    {
        var reference = ImageReference.Parse(text);
        Assert.That((reference.ToString(), reference.Familiar), Is.EqualTo((whole, familiar)));
    }

    [TestCase("")]
    [TestCase(":1")]
    [TestCase("/a")]
    [TestCase("a/")]
    [TestCase("a//b")]
    [TestCase("//base:")]
    [TestCase("a:")]
    [TestCase("a:-b")]
    [TestCase("a:b\n")]
    [TestCase("A")]
    [TestCase("host.io/A")]
    [TestCase("a..b")]
    [TestCase("-a")]
    [TestCase("a___b")]
    [TestCase("a@sha256:12")]
    [TestCase("a@")]
    [TestCase("a b")]
    [TestCase("${A}")]
    [TestCase("a.-b.c/d")]
    [TestCase("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Refuses(string text) => Assert.That(() => ImageReference.Parse(text), Throws.TypeOf<FormatException>());

    [TestCase("python:latest", "python")]
    [TestCase("docker.io/library/python:3", "python:3")]
    [TestCase("gitea.example/harkon/base-ml:latest", "gitea.example/harkon/base-ml")]
    [TestCase("python:latest@" + Sha, "python:latest@" + Sha)]
    public void The_context_key_drops_latest(string text, string key) => Assert.That(ImageReference.Parse(text).ContextKey, Is.EqualTo(key));

    [Test]
    public void Name_is_the_last_part() => Assert.That(ImageReference.Parse("h:1/o/base-ml:2").Name, Is.EqualTo("base-ml"));

    [Test]
    public void Both_forms_read_as_the_same_reference()
    {
        var part = Gen.Elements("a", "b1", "a.b", "a_b", "a__b", "a-b", "library");
        var references =
            from domain in Gen.Elements("", "docker.io/", "ghcr.io/", "localhost/", "h:5000/", "index.docker.io/")
            from first in Gen.Elements("a", "b1", "a_b", "library")
            from parts in part.ListOf()
            from tag in Gen.Elements("", ":1", ":latest", ":a.b-C_d")
            from digest in Gen.Elements("", "@" + Sha)
            select domain + string.Join('/', parts.Take(3).Prepend(first)) + tag + digest;
        Prop.ForAll(references.ToArbitrary(), text =>
        {
            var reference = ImageReference.Parse(text);
            return ImageReference.Parse(reference.ToString()) == reference && ImageReference.Parse(reference.Familiar) == reference;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Any_text_is_read_or_refused() =>
        Prop.ForAll<string?>(text => ImageReference.TryParse(text, out var reference) == (ImageReference.WhyInvalid(text) is null) || reference is null)
            .QuickCheckThrowOnFailure();
}
