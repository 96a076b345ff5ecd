using System.Collections.Immutable;
using Strata.Engine.Hosts;
using Strata.Engine.Running;
using Strata.Engine.Tests.BuildKit;
using Strata.Graph;

namespace Strata.Engine.Tests.Running;

/// <summary>Real containers of a real engine.</summary>
public sealed class VerificationTests
{
    private static readonly CloneNames Names = new("/src/verification");

    private BusyboxImages _images = null!;

    [OneTimeSetUp]
    public async Task Build() => _images = await BusyboxImages.BuildAsync();

    [TearDown]
    public async Task Nothing_is_left()
    {
        Assert.That(await _images.OfCloneAsync(Names), Is.Empty);
        Assert.That(await EngineUnderTest.ReadAsync("volume", "ls", "--quiet", "--filter", "dangling=true"), Is.Empty);
    }

    [Test]
    public async Task A_service_runs_read_only_as_its_user_at_a_port_of_its_own_and_answers()
    {
        var result = await VerifyAsync(_images.Image("web", c => c with
        {
            Volumes = ["/data"],
            Environment = c.Environment.Add("WORD", "a $b 'c'"),
            Smokes =
            [
                new SmokeRequest("/name") { Contains = "busybox" },
                new SmokeRequest("/cgi-bin/state") { Method = "POST", Body = "{\"text\":\"hello\"}", Contains = "root read-only\ntmp writable\ndata writable\nuid 10001\nword a $b 'c'\n{\"text\":\"hello\"}" },
                new SmokeRequest("/nothing") { Status = 404 },
            ],
            Checks = ["test \"$(busybox id -u)\" = 10001"],
        }));
        Assert.Multiple(() =>
        {
            Assert.That(result.Problem, Is.Null, result.Problem?.ToString());
            Assert.That(result.Outcome, Is.EqualTo(VerifyOutcome.Passed));
            Assert.That(result.Proofs[0], Does.Match(@"^healthy after \d+\.\d s$"));
            Assert.That(result.Proofs.Skip(1), Is.EqualTo(new[] { "uid 10001", "GET /name 200", "POST /cgi-bin/state 200", "GET /nothing 404", "check" }));
        });
    }

    [Test]
    public async Task What_a_service_needs_is_started_first_and_its_address_told()
    {
        var backend = _images.Image("web", as_: "backend");
        var web = _images.Image("web", c => c with
        {
            Needs = [new ServiceNeed("backend", "BACKEND_URL")],
            Tmpfs = [new TmpfsMount("/data", "uid=10001")],
            Smokes = [new SmokeRequest("/cgi-bin/state") { Contains = "backend busybox" }],
        });
        Assert.That((await VerifyAsync(web, backend)).Problem, Is.Null);
    }

    [TestCase("/name", "something", 200, "the smoke request 'GET /name' its answer does not contain 'something': busybox")]
    [TestCase("/missing", null, 200, "the smoke request 'GET /missing' answered 404 in place of 200: <HTML>")]
    public async Task A_wrong_answer_fails(string path, string? contains, int status, string what)
    {
        var result = await VerifyAsync(_images.Image("web", c => c with { Smokes = [new SmokeRequest(path) { Contains = contains, Status = status }] }));
        Assert.That(result.Outcome, Is.EqualTo(VerifyOutcome.Failed));
        Assert.That(result.Problem!.Place, Is.EqualTo("verifying 'web'"));
        Assert.That(result.Problem.What, Does.StartWith(what));
    }

    [Test]
    public async Task A_service_that_ends_fails_with_what_it_printed()
    {
        var result = await VerifyAsync(_images.Image("ends"));
        Assert.That(result.Problem!.What, Is.EqualTo("its container ended with exit code 7 before it was healthy"));
        Assert.That(result.Problem.Excerpt, Is.EqualTo("no configuration at 127.0.0.1"));
    }

    [Test]
    public async Task A_service_that_does_not_become_healthy_fails_with_what_its_check_said()
    {
        var result = await VerifyAsync(new RunSettings(Names) { Patience = TimeSpan.FromSeconds(4) }, _images.Image("deaf"));
        Assert.That(result.Problem!.What, Does.Match("^it is not healthy after 4 s: .*refused").Or.Match("^its health check fails: .*refused"));
        Assert.That(result.Problem.Excerpt, Is.EqualTo("I listen to nobody"));
    }

    [Test]
    public async Task Without_a_health_check_the_health_path_is_asked()
    {
        var mute = _images.Image("mute");
        var result = await VerifyAsync(mute with { Definition = mute.Definition with { Health = "/name" } });
        Assert.That(result.Problem, Is.Null);
        Assert.That(result.Proofs[0], Does.StartWith("healthy after"));
    }

    [Test]
    public async Task Root_is_nobodys_default_and_has_to_come_down()
    {
        Assert.That((await VerifyAsync(_images.Image("root"))).Problem!.What, Is.EqualTo("it runs as root"));
        Assert.That(
            (await VerifyAsync(_images.Image("root", c => c with { RootBecause = "s6" }))).Problem!.What,
            Is.EqualTo("it starts as root, and none of its processes has dropped the privileges"));
        var drops = await VerifyAsync(_images.Image("drops", c => c with { RootBecause = "binds, then drops" }));
        Assert.That(drops.Problem, Is.Null);
        Assert.That(drops.Proofs[1], Is.EqualTo("uid 0 -> 10001"));
    }

    [Test]
    public async Task An_image_that_is_no_service_has_its_checks_run()
    {
        var image = _images.Image("web", c => c with { Checks = ["test -x /bin/busybox", "busybox touch /tmp/a && ! busybox touch /a 2>/dev/null"] });
        image = image with { Definition = image.Definition with { Ports = [] } };
        Assert.That((await VerifyAsync(image)).Proofs, Is.EqualTo(new[] { "check", "check" }));

        var failing = image with { Definition = image.Definition with { Container = image.Definition.Container with { Checks = ["echo no torch; exit 3"] } } };
        var result = await VerifyAsync(failing);
        Assert.That(result.Problem, Is.EqualTo(new Problem("verifying 'web'", "the check 'echo no torch; exit 3' ended with exit code 3", null, "no torch")));

        var endless = image with { Definition = image.Definition with { Container = image.Definition.Container with { Checks = ["busybox sleep 1000"] } } };
        Assert.That(
            (await VerifyAsync(new RunSettings(Names) { Patience = TimeSpan.FromSeconds(2) }, endless)).Problem!.What,
            Is.EqualTo("the check 'busybox sleep 1000' has not ended after 2 s"));
    }

    [Test]
    public async Task Cancelling_removes_what_was_started()
    {
        using var cancelling = new CancellationTokenSource();
        var events = new Command(
            _images.Engine.Docker, "events", "--since", DateTime.UtcNow.ToString("O"), "--filter", $"label={ContainerLabels.Clone}={Names.Id}", "--filter", "event=start", "--format", "x")
        {
            Environment = _images.Engine.Environment,
        };
        var listening = new LocalHost().RunAsync(events, _ => cancelling.Cancel(), cancelling.Token);
        var verifying = new Verification(_images.Containers, _images.Engine, new RunSettings(Names)).VerifyAsync(_images.Image("deaf"), [], cancelling.Token);
        Assert.That(async () => await listening, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(async () => await verifying, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task What_a_killed_verification_left_is_removed()
    {
        using var ended = System.Diagnostics.Process.Start("true");
        await ended.WaitForExitAsync();
        var specs = new ContainerSpecs(_images.Engine, new RunSettings(Names) { Owner = ended.Id });
        await _images.Containers.StartAsync(specs.Verification(_images.Image("deaf"), "", ImmutableDictionary<string, ContainerSpec>.Empty), CancellationToken.None);
        await new Verification(_images.Containers, _images.Engine, new RunSettings(Names)).ClearAsync(CancellationToken.None);
        Assert.That(await _images.OfCloneAsync(Names), Is.Empty);
    }

    private Task<VerifyResult> VerifyAsync(RunnableImage image, params ImmutableArray<RunnableImage> needs) => VerifyAsync(new RunSettings(Names), image, needs);

    private Task<VerifyResult> VerifyAsync(RunSettings settings, RunnableImage image, params ImmutableArray<RunnableImage> needs) =>
        new Verification(_images.Containers, _images.Engine, settings).VerifyAsync(image, needs, CancellationToken.None);
}
