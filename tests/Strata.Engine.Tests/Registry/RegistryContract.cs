using System.Text;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Registry;

/// <summary>What the client and any registry agree on; on the registry of tests and on Debian's docker-registry.</summary>
public abstract class RegistryContract
{
    private RegistryClient _client = null!;

    protected abstract Task<string> StartAsync();

    private string Address { get; set; } = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        Address = await StartAsync();
        _client = new RegistryClient(new CredentialChain());
    }

    [OneTimeTearDown]
    public void End() => _client?.Dispose();

    [Test]
    public async Task What_is_put_is_found_by_tag_and_by_digest()
    {
        var image = SmallImage.Of("base", "app").With("a", "b");
        var reference = Reference("put/found:v1");

        var digest = await image.PushAsync(_client, reference);

        var byTag = await _client.FindManifestAsync(reference, CancellationToken.None);
        var byDigest = await _client.FindManifestAsync(reference with { Tag = null, Digest = digest }, CancellationToken.None);
        Assert.That((byTag!.Digest, byTag.MediaType), Is.EqualTo((digest, MediaTypes.OciManifest)));
        Assert.That(byTag.Content.ToArray(), Is.EqualTo(image.Manifest.Content.ToArray()).And.EqualTo(byDigest!.Content.ToArray()));
        Assert.That(await _client.FindDigestAsync(reference, CancellationToken.None), Is.EqualTo(digest));
        var manifest = ImageManifest.Parse(byTag.Content);
        var config = ImageConfig.Parse(await _client.ReadBlobAsync(reference, manifest.Config.Digest, CancellationToken.None));
        Assert.That(config.Labels["a"], Is.EqualTo("b"));
        Assert.That(config.StandsOn(SmallImage.Of("base").DiffIds), Is.True);
        Assert.That(config.StandsOn(SmallImage.Of("app").DiffIds), Is.False);
    }

    [Test]
    public async Task What_is_not_there_is_null()
    {
        await SmallImage.Of("x").PushAsync(_client, Reference("absent/some:v1"));

        Assert.That(await _client.FindDigestAsync(Reference("absent/some:v2"), CancellationToken.None), Is.Null);
        Assert.That(await _client.FindManifestAsync(Reference("absent/none:v1"), CancellationToken.None), Is.Null);
        Assert.That(await _client.HasBlobAsync(Reference("absent/some"), Digest.Of("y"u8), CancellationToken.None), Is.False);
        Assert.That(await _client.ListTagsAsync(Reference("absent/none"), CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task A_tag_moves()
    {
        var reference = Reference("tag/moves:stable");
        await SmallImage.Of("old").PushAsync(_client, reference);
        var digest = await SmallImage.Of("new").PushAsync(_client, reference);

        Assert.That(await _client.FindDigestAsync(reference, CancellationToken.None), Is.EqualTo(digest));
    }

    [Test]
    public async Task Blobs_of_another_repository_are_mounted()
    {
        var content = Encoding.UTF8.GetBytes("shared layer");
        var digest = await _client.UploadBlobAsync(Reference("mount/base"), content, CancellationToken.None);

        Assert.That(await _client.MountBlobAsync(Reference("mount/child"), digest, Reference("mount/base"), CancellationToken.None), Is.True);
        Assert.That(await _client.HasBlobAsync(Reference("mount/child"), digest, CancellationToken.None), Is.True);
        Assert.That(await _client.MountBlobAsync(Reference("mount/child"), Digest.Of("none"u8), Reference("mount/base"), CancellationToken.None), Is.False);
    }

    [Test]
    public async Task All_tags_are_listed()
    {
        foreach (var tag in new[] { "v1", "v10", "v2", "a", "fp-1" })
        {
            await SmallImage.Of("x").PushAsync(_client, Reference($"tags/list:{tag}"));
        }

        Assert.That(await _client.ListTagsAsync(Reference("tags/list"), CancellationToken.None), Is.EqualTo(["a", "fp-1", "v1", "v10", "v2"]));
    }

    [Test]
    public async Task A_manifest_without_its_blobs_is_an_error_or_stored()
    {
        // docker-registry refuses it; what counts is that the refusal is said.
        try
        {
            await _client.PutManifestAsync(Reference("lacks/blobs:v1"), SmallImage.Of("never sent").Manifest, CancellationToken.None);
        }
        catch (RegistryException e)
        {
            Assert.That(e.Message, Does.StartWith("pushing 'lacks/blobs': PUT /v2/lacks/blobs/manifests/v1: 4"));
        }
    }

    private ImageReference Reference(string name) => ImageReference.Parse($"{Address}/{name}");
}
