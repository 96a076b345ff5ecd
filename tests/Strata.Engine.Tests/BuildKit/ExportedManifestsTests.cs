using Strata.Engine.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

public sealed class ExportedManifestsTests
{
    [Test]
    public void One_manifest_is_the_image() =>
        Assert.That(Digest("exporting layers", "exporting manifest sha256:aa", "exporting config sha256:bb", "naming to docker.io/library/web:dev"), Is.EqualTo("sha256:aa"));

    [Test]
    public void Index_is_the_image_of_several_platforms() =>
        Assert.That(Digest("exporting manifest sha256:aa", "exporting manifest sha256:bb", "exporting manifest list sha256:cc"), Is.EqualTo("sha256:cc"));

    [Test]
    public void Several_manifests_without_an_index_tell_nothing() =>
        Assert.That(Digest("exporting manifest sha256:aa", "exporting manifest sha256:bb"), Is.Null);

    [Test]
    public void Attestation_is_no_image() =>
        Assert.That(Digest("exporting attestation manifest sha256:aa", "writing image sha256:bb"), Is.Null);

    private static string? Digest(params string[] ids)
    {
        var exported = new ExportedManifests();
        foreach (var id in ids)
        {
            exported.Add(id);
        }

        return exported.Digest;
    }
}
