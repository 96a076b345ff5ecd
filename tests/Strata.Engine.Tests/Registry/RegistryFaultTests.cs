using System.Net;
using Strata.Engine.Hosts;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Registry;

public sealed class RegistryFaultTests
{
    private static readonly SmallImage Image = SmallImage.Of("one");

    private InProcessRegistry _registry = null!;
    private InstantClock _clock = null!;
    private RegistryClient _client = null!;

    private ImageReference Tag => ImageReference.Parse($"{_registry.Address}/harkon/router:v1");

    [SetUp]
    public async Task Start()
    {
        _registry = new InProcessRegistry();
        _clock = new InstantClock();
        _client = new RegistryClient(new CredentialChain(), clock: _clock);
        await Image.PushAsync(_client, Tag);
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
    }

    [TestCase(408)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(502)]
    [TestCase(503)]
    [TestCase(504)]
    public async Task What_passes_is_tried_again(int status)
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.Status(status), times: 2);

        Assert.That((await Find())!.Digest, Is.EqualTo(Image.Manifest.Digest));
        Assert.That(_clock.Waits, Has.Count.EqualTo(2));
    }

    [TestCase(400)]
    [TestCase(403)]
    [TestCase(501)]
    public async Task What_does_not_pass_is_an_error_at_once(int status)
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.Status(status));

        var error = await Assert.ThrowsAsync<RegistryException>(Find);
        Assert.That((error!.ExitCode, error.Status, error.Code), Is.EqualTo((ExitCode.Registry, (HttpStatusCode)status, "SCRIPTED")));
        Assert.That(_clock.Waits, Is.Empty);
    }

    [Test]
    public async Task Patience_ends_with_the_last_answer()
    {
        _registry.Fail("PUT", "/manifests/v1", new RegistryFault.Status(500), times: 100);

        var error = await Assert.ThrowsAsync<RegistryException>(() => _client.PutManifestAsync(Tag, Image.Manifest, CancellationToken.None));

        Assert.That(error!.Problems.Single(), Is.EqualTo(new Problem(
            "pushing 'harkon/router'", "PUT /v2/harkon/router/manifests/v1: 500 SCRIPTED", "try again later", "the registry says: as scripted")));
        Assert.That(_clock.Waits, Has.Count.EqualTo(RegistryLimits.Default.Tries - 1));
    }

    [Test]
    public async Task Retry_after_in_seconds_is_kept_to()
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.Status(429, "30"));

        Assert.That(await Find(), Is.Not.Null);
        Assert.That(_clock.Waits.Single(), Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31)));
    }

    [Test]
    public async Task Retry_after_as_a_date_is_kept_to()
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.Status(503, (_clock.GetUtcNow() + TimeSpan.FromSeconds(20)).ToString("r")));

        Assert.That(await Find(), Is.Not.Null);
        Assert.That(_clock.Waits.Single(), Is.InRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21)));
    }

    [Test]
    public async Task A_wait_beyond_patience_is_not_begun()
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.Status(429, "3600"));

        var error = await Assert.ThrowsAsync<RegistryException>(Find);
        Assert.That(error!.Message, Does.Contain("429 SCRIPTED; wait and try again"));
        Assert.That(_clock.Waits, Is.Empty);
    }

    [Test]
    public async Task A_dropped_connection_is_tried_again()
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.Dropped()).Fail("GET", "/manifests/v1", new RegistryFault.CutShort());

        Assert.That((await Find())!.Digest, Is.EqualTo(Image.Manifest.Digest));
    }

    [Test]
    public async Task A_connection_that_always_breaks_is_an_error()
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.CutShort(), times: 100);

        var error = await Assert.ThrowsAsync<RegistryException>(Find);
        Assert.That(error!.Message, Is.EqualTo(
            $"reading 'harkon/router': GET /v2/harkon/router/manifests/v1: '{_registry.Address}' dropped the connection; check the registry's name and the network, then try again"));
    }

    [Test]
    public async Task Damaged_content_is_read_again_and_never_given()
    {
        _registry.Fail("GET", "/manifests/v1", new RegistryFault.Damaged());
        Assert.That((await Find())!.Digest, Is.EqualTo(Image.Manifest.Digest));

        var config = ImageManifest.Parse(Image.Manifest.Content).Config.Digest;
        _registry.Fail("GET", config.ToString(), new RegistryFault.Damaged(), times: 100);
        var error = await Assert.ThrowsAsync<RegistryException>(() => _client.ReadBlobAsync(Tag, config, CancellationToken.None));
        Assert.That(error!.Message, Does.Contain($"not '{config}'"));
    }

    [Test]
    public async Task An_upload_that_was_dropped_is_not_opened_twice()
    {
        _registry.Fail("POST", "/uploads/", new RegistryFault.Dropped());

        await Assert.ThrowsAsync<RegistryException>(() => _client.UploadBlobAsync(Tag, "new"u8.ToArray(), CancellationToken.None));
        Assert.That(_registry.Calls.TakeLast(1).Single().Method, Is.EqualTo("POST"));
    }

    [Test]
    public async Task Who_turns_uploads_away_for_now_is_asked_again()
    {
        _registry.Fail("POST", "/uploads/", new RegistryFault.Status(429));

        await _client.UploadBlobAsync(Tag, "new"u8.ToArray(), CancellationToken.None);
        Assert.That(await _client.HasBlobAsync(Tag, Digest.Of("new"u8), CancellationToken.None), Is.True);
    }

    [Test]
    public async Task No_url_of_an_error_has_a_query()
    {
        _registry.User = ("me", "hidden");
        _registry.Fail("POST", "/uploads/", new RegistryFault.Status(400));

        var error = await Assert.ThrowsAsync<RegistryException>(() => _client.MountBlobAsync(Tag, Digest.Of("x"u8), Tag, CancellationToken.None));
        Assert.That(error!.Message, Does.Not.Contain("?"));
    }

    [Test]
    public async Task A_redirect_is_followed_without_the_users_credentials()
    {
        await using var store = new InProcessRegistry();
        var config = ImageManifest.Parse(Image.Manifest.Content).Config.Digest;
        store.Repositories.GetOrAdd("store", _ => new RegistryContent()).Blobs[config.ToString()] = Image.Config;
        _registry.User = ("me", "hidden");
        using var client = new RegistryClient(new Anybody("me", "hidden"), clock: _clock);
        await client.FindManifestAsync(Tag, CancellationToken.None);
        _registry.Fail("GET", config.ToString(), new RegistryFault.Redirected(new Uri($"http://{store.Address}/v2/store/blobs/{config}")));

        Assert.That((await client.ReadBlobAsync(Tag, config, CancellationToken.None)).ToArray(), Is.EqualTo(Image.Config));

        Assert.That(_registry.Calls[^1].Authorization, Does.StartWith("Basic "));
        Assert.That(store.Calls.Single().Authorization, Is.Null);
    }

    [Test]
    public async Task Redirects_without_end_are_an_error()
    {
        var config = ImageManifest.Parse(Image.Manifest.Content).Config.Digest;
        _registry.Fail("GET", config.ToString(), new RegistryFault.Redirected(new Uri($"http://{_registry.Address}/v2/harkon/router/blobs/{config}")), times: 100);

        var error = await Assert.ThrowsAsync<RegistryException>(() => _client.ReadBlobAsync(Tag, config, CancellationToken.None));
        Assert.That((int?)error!.Status, Is.EqualTo(307));
    }

    [Test]
    public async Task Nobody_there_is_said_at_once()
    {
        await _registry.DisposeAsync();

        var error = await Assert.ThrowsAsync<RegistryException>(Find);
        Assert.That((error!.ExitCode, _clock.Waits.Count), Is.EqualTo((ExitCode.Registry, 0)));
        Assert.That(error.Message, Does.Contain($"'{_registry.Address}' cannot be reached"));
    }

    private Task<RegistryManifest?> Find() => _client.FindManifestAsync(Tag, CancellationToken.None);

    private sealed class Anybody(string user, string password) : ICredentialSource
    {
        public Task<RegistryCredential?> FindAsync(string domain, CancellationToken cancellation) =>
            Task.FromResult<RegistryCredential?>(new RegistryCredential(user, new Secret(password)));
    }
}
