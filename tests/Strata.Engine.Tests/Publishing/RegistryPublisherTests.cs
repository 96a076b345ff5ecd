using Strata.Engine.Engines;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Planning;
using Strata.Testing.Registry;

namespace Strata.Engine.Tests.Publishing;

public sealed class RegistryPublisherTests
{
    private static readonly Fingerprint BasePrint = Print("a");
    private static readonly Fingerprint WebPrint = Print("b");

    private InProcessRegistry _registry = null!;
    private RegistryClient _client = null!;
    private SmallImagePusher _pusher = null!;
    private List<string> _notes = null!;

    private RegistryPublisher Publisher => new(_client, _pusher, Platform.Default, _notes.Add);

    [SetUp]
    public void Start()
    {
        _registry = new InProcessRegistry();
        _client = new RegistryClient(new CredentialChain(), clock: new InstantClock());
        _pusher = new SmallImagePusher(_client);
        _notes = [];
        Build("base", SmallImage.Of("os", "libs"), BasePrint);
        Build("web", SmallImage.Of("os", "libs", "app"), WebPrint);
    }

    [TearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _registry.DisposeAsync();
    }

    [Test]
    public async Task Bytes_go_under_fingerprints_and_then_all_names_move()
    {
        var result = await Publisher.PublishAsync([Base, Web], CancellationToken.None);

        Assert.That(result.Images.Select(i => i.Reference.ToString()), Is.EqualTo(
        [
            $"{_registry.Address}/team/base:v1@{_pusher.Images["base"].Manifest.Digest}",
            $"{_registry.Address}/team/web:v1@{_pusher.Images["web"].Manifest.Digest}",
        ]));
        Assert.That(Tags("base"), Is.EqualTo([BasePrint.Tag, "v1"]));
        Assert.That(Tags("web"), Is.EqualTo([WebPrint.Tag, "latest", "v1"]));
        var puts = _registry.Calls.Where(c => c.Method == "PUT" && c.Path.Contains("/manifests/")).Select(c => c.Path.Split('/')[^1]).ToList();
        Assert.That(puts.Take(2), Is.EqualTo([BasePrint.Tag, WebPrint.Tag]));
    }

    [Test]
    public async Task Layers_of_the_base_are_mounted_not_sent()
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);

        Assert.That(_registry.Calls.Count(c => c.Method == "PUT" && c.Path.Contains("/team/web/blobs/")), Is.EqualTo(2), "config and the one layer of its own");
        Assert.That(_registry.Calls.Count(c => c.Method == "POST" && c.Query.Contains("mount=")), Is.EqualTo(2));
    }

    [Test]
    public async Task What_is_there_is_not_pushed_again()
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        var again = await Publisher.PublishAsync([Base, Web with { Local = null }], CancellationToken.None);

        Assert.That(_pusher.Pushed, Is.EqualTo(["base", "web"]));
        Assert.That(again.Images.Select(i => i.WasPushed), Has.All.False);
        Assert.That(_registry.Calls.Count(c => c.Method == "PUT" && c.Path.EndsWith("/v1", StringComparison.Ordinal)), Is.EqualTo(2), "names that mean it already are left alone");
    }

    [Test]
    public async Task A_refreshed_base_takes_the_place_and_its_children_follow()
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        Build("base", SmallImage.Of("os", "libs with fixes"), BasePrint);
        Build("web", SmallImage.Of("os", "libs with fixes", "app"), WebPrint);

        var result = await Publisher.PublishAsync([Base with { Replaces = true }, Web], CancellationToken.None);

        Assert.That(result.Images.Select(i => i.WasPushed), Has.All.True);
        Assert.That(_registry.Repositories["team/web"].Tags["v1"], Is.EqualTo(_pusher.Images["web"].Manifest.Digest.ToString()));
    }

    [Test]
    public async Task What_stands_on_another_image_of_its_base_than_the_registrys_gets_no_name()
    {
        await Publisher.PublishAsync([Base with { Tags = [] }], CancellationToken.None);
        Build("base", SmallImage.Of("os", "libs of another machine"), BasePrint);
        Build("web", SmallImage.Of("os", "libs of another machine", "app"), WebPrint);

        var error = await Assert.ThrowsAsync<RegistryException>(() => Publisher.PublishAsync([Base, Web], CancellationToken.None));

        Assert.That(error!.Message, Does.Contain("stands on another image of 'base' than the registry has"));
        Assert.That(Tags("base").Concat(Tags("web")), Has.None.EqualTo("v1"));

        Build("web", SmallImage.Of("os", "libs", "app"), WebPrint);
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        Assert.That(_registry.Repositories["team/web"].Tags["v1"], Is.EqualTo(_pusher.Images["web"].Manifest.Digest.ToString()));
    }

    [Test]
    public async Task A_half_failed_push_moves_no_name()
    {
        _registry.Fail("PUT", $"/team/web/manifests/{WebPrint.Tag}", new RegistryFault.Status(500), times: 100);

        var error = await Assert.ThrowsAsync<RegistryException>(() => Publisher.PublishAsync([Base, Web], CancellationToken.None));

        Assert.That(error!.Message, Does.StartWith($"pushing 'team/web': PUT /v2/team/web/manifests/{WebPrint.Tag}: 500 SCRIPTED"));
        Assert.That(Tags("base"), Is.EqualTo([BasePrint.Tag]));
    }

    [TestCase(401)]
    [TestCase(404)]
    [TestCase(429)]
    [TestCase(500)]
    public async Task A_refused_first_name_moves_nothing(int status)
    {
        _registry.Fail("PUT", "/team/base/manifests/v1", new RegistryFault.Status(status), times: 100);

        var error = await Assert.ThrowsAsync<RegistryException>(() => Publisher.PublishAsync([Base, Web], CancellationToken.None));

        Assert.That((error!.Message, (int?)error.Status), Is.EqualTo((error.Message, status)));
        Assert.That(error.Message, Does.Contain("no tag was moved"));
        Assert.That(Tags("web"), Is.EqualTo([WebPrint.Tag]));
    }

    private static RegistryFault[] Faults =>
    [
        new RegistryFault.Status(401), new RegistryFault.Status(429, "1"), new RegistryFault.Status(500), new RegistryFault.Dropped(), new RegistryFault.CutShort(), new RegistryFault.Damaged(),
    ];

    [TestCaseSource(nameof(Faults))]
    public async Task What_cannot_be_read_moves_no_name_and_is_moved_when_it_can_again(RegistryFault fault)
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        _registry.Fail("GET", $"/team/web/manifests/{WebPrint.Tag}", fault, times: 100);

        await Assert.ThrowsAsync<RegistryException>(() => Publisher.PublishAsync([Base with { Tags = ["v2"] }, Web with { Tags = ["v2"] }], CancellationToken.None));
        Assert.That(Tags("base").Concat(Tags("web")), Has.None.EqualTo("v2"));

        _registry.Mend();
        await Publisher.PublishAsync([Base with { Tags = ["v2"] }, Web with { Tags = ["v2"] }], CancellationToken.None);
        Assert.That(Tags("base"), Has.One.EqualTo("v2"));
        Assert.That(_registry.Repositories["team/web"].Tags["v2"], Is.EqualTo(_registry.Repositories["team/web"].Tags["v1"]));
    }

    [Test]
    public async Task What_moved_before_a_failure_is_said()
    {
        _registry.Fail("PUT", "/team/web/manifests/v1", new RegistryFault.Status(403));

        var error = await Assert.ThrowsAsync<RegistryException>(() => Publisher.PublishAsync([Base, Web], CancellationToken.None));

        Assert.That(error!.Message, Does.Contain($"moved: {_registry.Address}/team/base:v1; not moved: {_registry.Address}/team/web:v1, {_registry.Address}/team/web:latest"));
    }

    [Test]
    public async Task First_name_that_may_have_moved_when_the_call_was_cancelled_is_said()
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        _registry.Fail("PUT", "/team/base/manifests/stable", new RegistryFault.Dropped());

        var error = await Assert.ThrowsAsync<StrataException>(() => PromoteAsync(new ActingClock(cancellation.Cancel), cancellation.Token));

        Assert.That(error!.ExitCode, Is.EqualTo(ExitCode.Cancelled));
        Assert.That(error.Message, Does.Contain($"cancelled; moved: none; perhaps moved: {_registry.Address}/team/base:stable; not moved: {_registry.Address}/team/web:stable"));
        Assert.That(Tags("base"), Does.Contain("stable"));
    }

    [Test]
    public async Task What_moved_before_an_error_that_is_none_of_the_registry_is_said()
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        _registry.Fail("PUT", "/team/web/manifests/stable", new RegistryFault.Status(500));

        var error = await Assert.ThrowsAsync<StrataException>(() => PromoteAsync(new ActingClock(() => throw new InvalidOperationException("the clock stands still")), CancellationToken.None));

        Assert.That(error!.ExitCode, Is.EqualTo(ExitCode.Registry));
        Assert.That(error.Message, Does.Contain($"the clock stands still; moved: {_registry.Address}/team/base:stable; perhaps moved: {_registry.Address}/team/web:stable; not moved: none"));
    }

    [Test]
    public async Task A_tag_taken_by_something_else_is_not_overwritten()
    {
        await SmallImage.Of("stranger").PushAsync(_client, Base.Reference);

        var error = await Assert.ThrowsAsync<RegistryException>(() => Publisher.PublishAsync([Base, Web], CancellationToken.None));

        Assert.That(error!.Message, Does.Contain($"the tag '{BasePrint.Tag}' is taken"));
        Assert.That(_pusher.Pushed, Is.Empty);
    }

    [Test]
    public async Task What_nobody_has_is_named()
    {
        var error = await Assert.ThrowsAsync<RegistryException>(() => Publisher.PublishAsync([Base with { Local = null }], CancellationToken.None));

        Assert.That(error!.Message, Does.Contain($"neither the engine nor the registry has '{Base.Reference}'"));
    }

    [Test]
    public async Task A_dry_run_changes_nothing()
    {
        var store = new RegistryStore(_client, Platform.Default);

        await new DryPublisher(store, _notes.Add).PublishAsync([Base, Web], CancellationToken.None);

        Assert.That(_registry.Calls.Select(c => c.Method).Distinct(), Is.EqualTo(["GET"]));
        Assert.That(_notes, Has.Count.EqualTo(2).And.All.StartWith("would push"));
    }

    [Test]
    public async Task Another_machine_finds_what_was_published()
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        RegistryQuery[] queries = [new("base", Base.Repository, BasePrint), new("web", Web.Repository, Print("c")), new("gone", Repository("gone"), WebPrint)];

        var found = await new RegistryStore(_client, Platform.Default).FindAsync(queries, CancellationToken.None);

        Assert.That(found.Keys, Is.EqualTo(["base"]));
        Assert.That((found["base"].Digest, found["base"].Fingerprint), Is.EqualTo((_pusher.Images["base"].Manifest.Digest, (Fingerprint?)BasePrint)));
    }

    [Test]
    public async Task A_promotion_moves_all_or_none()
    {
        await Publisher.PublishAsync([Base, Web], CancellationToken.None);
        var promotion = new Promotion(_client);

        var (_, moved) = await promotion.PromoteAsync([("base", Base.Repository, "v1"), ("web", Web.Repository, "v1")], "stable", CancellationToken.None);
        Assert.That(moved.Select(m => m.To.Name), Is.EqualTo(["base", "web"]));
        Assert.That(_registry.Repositories["team/web"].Tags["stable"], Is.EqualTo(_registry.Repositories["team/web"].Tags["v1"]));

        var error = await Assert.ThrowsAsync<StrataException>(() => promotion.PromoteAsync(
            [("base", Base.Repository, "v1"), ("web", Web.Repository, "v9"), ("gone", Repository("gone"), "v1")], "next", CancellationToken.None));
        Assert.That((error!.ExitCode, error.Problems.Length), Is.EqualTo((ExitCode.Registry, 2)));
        Assert.That(Tags("base"), Does.Not.Contain("next"));
    }

    private async Task PromoteAsync(TimeProvider clock, CancellationToken cancellation)
    {
        using var client = new RegistryClient(new CredentialChain(), clock: clock);
        await new Promotion(client).PromoteAsync([("base", Base.Repository, "v1"), ("web", Web.Repository, "v1")], "stable", cancellation);
    }

    private PublishImage Base => new("base", Repository("base"), BasePrint, ["v1"]) { Local = "base" };

    private PublishImage Web => new("web", Repository("web"), WebPrint, ["v1", "latest"]) { Local = "web", Base = "base" };

    private static Fingerprint Print(string digit) => new(string.Concat(Enumerable.Repeat(digit, 64)));

    private ImageReference Repository(string name) => RegistryPrefix.Create(_registry.Address, "team").Repository(name);

    private IEnumerable<string> Tags(string name) => _registry.Repositories[$"team/{name}"].Tags.Keys.Order(StringComparer.Ordinal);

    private void Build(string name, SmallImage image, Fingerprint fingerprint) => _pusher.Images[name] = image.With(ImageStore.FingerprintLabel, fingerprint.Hex);

    /// <summary>Does something whenever somebody begins to wait.</summary>
    private sealed class ActingClock(Action act) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            act();
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
