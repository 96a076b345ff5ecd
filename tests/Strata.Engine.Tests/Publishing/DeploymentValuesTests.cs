using System.Collections.Immutable;
using Strata.Engine.Publishing;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Engine.Tests.Publishing;

public sealed class DeploymentValuesTests
{
    private static readonly ImmutableArray<PublishedImage> Images = [Image("router", "a", "v1.0"), Image("svc-rag-retriever", "b", "1.20")];

    [TestCase(DeploymentFormat.Helm)]
    [TestCase(DeploymentFormat.Compose)]
    [TestCase(DeploymentFormat.Kustomize)]
    public void Values_are_those_of_the_golden_file(DeploymentFormat format) =>
        Assert.That(DeploymentValues.Render(format, Images), Is.EqualTo(Golden(DeploymentValues.FileName(format))));

    [Test]
    public void Images_of_others_stand_beside_ours_with_the_digest_that_is_locked()
    {
        var cloudflared = ImageReference.Parse("docker.io/cloudflare/cloudflared:2025.11.1");
        Assert.That(DeploymentValues.Render(DeploymentFormat.Helm, [], [("cloudflared", cloudflared)]), Is.EqualTo(
            "images:\n  cloudflared:\n    registry: docker.io\n    repository: cloudflare/cloudflared\n    tag: 2025.11.1\n"));
        var locked = cloudflared with { Digest = Digest.Parse("sha256:" + new string('c', 64)) };
        Assert.That(DeploymentValues.Render(DeploymentFormat.Compose, [], [("cloudflared", locked)]), Is.EqualTo($"services:\n  cloudflared:\n    image: {locked}\n"));
    }

    [Test]
    public void Images_are_those_of_the_golden_file() => Assert.That(ImagesFile.Render(Images), Is.EqualTo(Golden("images.json")));

    private static PublishedImage Image(string name, string digit, string tag) => new(
        name,
        RegistryPrefix.Create("gitea.example/harkon").Repository(name),
        Digest.Parse("sha256:" + new string(digit[0], 64)),
        new Fingerprint(new string(digit[0], 64)),
        1234567,
        [tag],
        WasPushed: true);

    private static string Golden(string name)
    {
        var root = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Strata.slnx")))
        {
            root = root.Parent!;
        }

        return File.ReadAllText(Path.Combine(root.FullName, "tests/Strata.Engine.Tests/Publishing/Golden", name));
    }
}
