using System.Collections.Immutable;
using Strata.Engine.Engines;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Planning;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Publishing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ComparingPublisherTests : IAsyncDisposable
{
    private readonly InProcessRegistry _registry = new();
    private readonly RegistryClient _client = new(new CredentialChain(), clock: new InstantClock());

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
    }

    [Test]
    public async Task First_version_has_none_before() => Assert.That(await PublishAsync("a", "v1.0.0", "1234"), Is.Null);

    [Test]
    public async Task New_version_is_held_against_the_newest_one()
    {
        await PublishAsync("a", "v1.0.9", "1234");
        await PublishAsync("b", "v1.0.10", "123456");
        await PublishAsync("c", "latest", "1");
        Assert.That(await PublishAsync("d", "v1.1.0", "12345678"), Is.EqualTo(("v1.0.10", 6L, 8L)));
    }

    [Test]
    public async Task Version_that_is_published_anew_is_held_against_itself()
    {
        await PublishAsync("a", "v1.0.0", "1234");
        await PublishAsync("b", "v2.0.0", "123456");
        Assert.That(await PublishAsync("c", "v1.0.0", "12345678"), Is.EqualTo(("v1.0.0", 4L, 8L)));
    }

    [Test]
    public async Task Registry_that_lists_no_tags_costs_only_the_comparison()
    {
        _registry.Fail("GET", "/tags/list", new RegistryFault.Status(403), times: 99);
        Assert.That(await PublishAsync("a", "v1.0.0", "1234"), Is.Null);
    }

    private async Task<(string Tag, long Before, long Now)?> PublishAsync(string print, string tag, string layer)
    {
        var fingerprint = new Fingerprint(string.Concat(Enumerable.Repeat(print, 64)));
        var pusher = new SmallImagePusher(_client);
        pusher.Images["web"] = SmallImage.Of(layer).With(ImageStore.FingerprintLabel, fingerprint.Hex);
        var publisher = new ComparingPublisher(new RegistryPublisher(_client, pusher, Platform.Default, _ => { }), _client, Platform.Default);
        var result = await publisher.PublishAsync([new PublishImage("web", ImageReference.Parse($"{_registry.Address}/team/web"), fingerprint, [tag]) { Local = "web" }], CancellationToken.None);
        return result.Images.Single() is { Before: { } before } image ? (before.Tag, before.Size, image.Size) : null;
    }
}
