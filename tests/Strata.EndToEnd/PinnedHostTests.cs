using Strata.Engine.Engines;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>Images that their definitions give to another machine, while the rest of the call is built on this one; a registry is between.</summary>
public sealed class PinnedHostTests : RemoteFixture
{
    private WorkingCopy _clone = null!;

    [SetUp]
    public async Task Clone_with_an_engine_of_this_machine()
    {
        await EngineHome.ConnectAsync();
        _clone = Client.Duplicate(EngineHome.Path);
        _clone.More = _clone.More.SetItem("STAGE_BASE_HOST", "buildhost");
        SmallImages.Fill(_clone, "base", Guid.NewGuid().ToString());
    }

    [TearDown]
    public void Remove() => _clone?.Dispose();

    [Test]
    public async Task Base_of_the_host_and_services_of_this_machine_meet_in_the_registry()
    {
        string[] words = ["BuildAll", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/pinned", "--tag", "pin"];
        var first = await _clone.BuildAsync(words);
        Assert.That(first.ExitCode, Is.Zero, first.ToString());
        Assert.That(first.Error, Does.Contain("3 to build").And.Match("build base .* · on buildhost").And.Match("build middle .* · on this machine").And.Contain("also    buildhost (linux/"));
        Assert.That((await HasAsync(await Stage.Engine.EnsureAsync(default), "base"), await HasAsync(await EngineHome.ConnectAsync(), "base")), Is.EqualTo((true, false)));
        Assert.That((await HasAsync(await Stage.Engine.EnsureAsync(default), "leaf"), await HasAsync(await EngineHome.ConnectAsync(), "leaf")), Is.EqualTo((false, true)));
        Assert.That(await Stage.DigestsAsync("pin", "/pinned"), Is.All.Null, "no name was moved");
        await Stage.LeavesNothingAsync();

        var again = await _clone.BuildAsync(words);
        Assert.That(again.ExitCode, Is.Zero, again.ToString());
        Assert.That(again.Error, Does.Contain("nothing to build, 3 reused").And.Not.Contain("sync "));

        SmallImages.Fill(_clone, "leaf", Guid.NewGuid().ToString());
        var service = await _clone.BuildAsync(words);
        Assert.That(service.Error, Does.Contain("1 to build, 2 reused").And.Not.Contain("sync ").And.Not.Contain("pushes "), service.ToString());

        var content = Guid.NewGuid().ToString();
        SmallImages.Fill(_clone, "base", content);
        var changed = await _clone.BuildAsync([.. words, "--push"]);
        Assert.That(changed.ExitCode, Is.Zero, changed.ToString());
        Assert.That(changed.Error, Does.Contain("3 to build").And.Contain(" 1 sent, "));
        Assert.That(await Stage.ReadAsync("pinned/leaf:pin", "opt/base/content.txt"), Is.EqualTo(content));
        Assert.That(await Stage.DigestsAsync("pin", "/pinned"), Has.None.Null);

        var plan = await _clone.BuildAsync("Plan", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/pinned", "--force", "--format", "json");
        Assert.That(plan.Output, Does.Match("\"name\": \"base\",\\s+\"action\": \"build\",\\s+\"reason\": \"forced\",\\s+\"host\": \"buildhost\""), plan.ToString());
        var explained = await _clone.BuildAsync("Explain", "--image", "base", "--supply", "Debian");
        Assert.That(explained.Output, Does.Match("host +buildhost"), explained.ToString());
    }

    [Test]
    public async Task Images_of_a_host_that_stand_on_one_of_this_machine_wait_for_it()
    {
        _clone.More = _clone.More.SetItem("STAGE_LEAF_HOST", "buildhost");
        var content = Guid.NewGuid().ToString();
        SmallImages.Fill(_clone, "middle", content);
        var built = await _clone.BuildAsync("BuildAll", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/waves", "--push", "--tag", "v1");

        Assert.That(built.ExitCode, Is.Zero, built.ToString());
        Assert.That(built.Error, Does.Match("build leaf .* · on buildhost").And.Match("build middle .* · on this machine"));
        Assert.That(await Stage.ReadAsync("waves/leaf:v1", "opt/middle/content.txt"), Is.EqualTo(content));

        var again = await _clone.BuildAsync("BuildAll", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/waves", "--push", "--tag", "v1");
        Assert.That(again.Error, Does.Contain("nothing to build, 3 reused"), again.ToString());
    }

    [Test]
    public async Task Dry_run_says_what_would_happen_and_changes_nothing_on_any_machine()
    {
        SmallImages.Refill(_clone);
        var before = Everything();
        string[] words = ["--supply", "Debian", "--registry", $"{Stage.Registry.Address}/dry", "--tag", "dry", "--dry-run"];
        var pinned = await _clone.BuildAsync(["PublishAll", .. words]);
        Assert.That(pinned.ExitCode, Is.Zero, pinned.ToString());
        Assert.That(pinned.Error, Does.Contain("3 to build").And.Match("build base .* · on buildhost").And.Not.Contain("sync ").And.Not.Contain("pushes "));
        Assert.That(pinned.Error, Does.Match($"would bring base from buildhost to {Stage.Registry.Address}/dry/base:fp-[0-9a-f]{{12}}, for this machine"));
        Assert.That(pinned.Error, Does.Match($"would push {Stage.Registry.Address}/dry/leaf:fp-[0-9a-f]{{12}} and move dry to it").And.Contain("dry run: nothing was built"));

        var remote = await _clone.BuildAsync(["BuildAll", "--remote", .. words, "--detach"]);
        Assert.That(remote.ExitCode, Is.Zero, remote.ToString());
        Assert.That(remote.Error, Does.Contain("3 to build").And.Contain("would push").And.Not.Contain("would bring").And.Not.Contain("sync ").And.Not.Contain("left "));

        var refused = await _clone.BuildAsync(["RemoteClean", .. words]);
        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.ToString());
        Assert.That(refused.ToString(), Does.Contain("--dry-run: RemoteClean cannot say what it would do"));

        Assert.That(Everything(), Is.EqualTo(before));
        await Stage.LeavesNothingAsync();

        // What the host, the registry and this machine keep of builds; copies of what the host remembers are none of it.
        string[] Everything()
        {
            var state = Path.Combine(EngineHome.Path, ".local", "state", "strata");
            string[] folders = [Stage.State, Stage.Registry.Data, Path.Combine(state, "records"), Path.Combine(state, "runs"), Path.Combine(_clone.Directory, "artifacts"), Path.Combine(_clone.Directory, "docker")];
            return [.. folders.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories))
                .Select(f => $"{f} {new FileInfo(f).LastWriteTimeUtc.Ticks} {new FileInfo(f).Length}").Order(StringComparer.Ordinal)];
        }
    }

    [Test]
    public async Task Machine_that_definitions_name_in_two_ways_is_one()
    {
        _clone.More = _clone.More.SetItem("STAGE_LEAF_HOST", "builder@buildhost");
        using var limit = new CancellationTokenSource(RemoteStage.Patience);
        var call = await _clone.BuildAsync(limit.Token, null, "BuildAll", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/named", "--tag", "twice");

        Assert.That(call.ExitCode, Is.Zero, call.ToString());
        Assert.That(call.Error, Does.Not.Contain("waits ").And.Match("build base .* · on builder@buildhost").And.Match("build leaf .* · on builder@buildhost"));
        await Stage.LeavesNothingAsync();
    }

    [Test]
    public async Task Image_that_would_have_to_cross_with_no_registry_is_refused_before_anything_is_asked()
    {
        _clone.More = _clone.More.SetItem("STAGE_LEAF_HOST", "-oProxyCommand=true");
        var nonsense = await _clone.BuildAsync("BuildAll", "--supply", "Debian");
        Assert.That(nonsense.ExitCode, Is.EqualTo(2), nonsense.ToString());
        Assert.That(nonsense.ToString(), Does.Contain("image 'leaf': build host '-oProxyCommand=true': '-oProxyCommand=true' is no host name"));

        _clone.More = _clone.More.SetItem("STAGE_LEAF_HOST", null);
        var none = await _clone.BuildAsync("BuildAll", "--supply", "Debian");
        Assert.That(none.ExitCode, Is.EqualTo(2), none.ToString());
        Assert.That(none.ToString(), Does.Contain(
            "image 'middle': is built on this machine and stands on 'base', which is built on buildhost: images go from machine to machine through a registry, and none is named; add --registry"));

        var all = await _clone.BuildAsync("BuildAll", "--remote", "--supply", "Debian");
        Assert.That(all.ExitCode, Is.Zero, all.ToString());
        Assert.That(all.Error, Does.Contain("3 to build").And.Not.Contain("this machine"), "--remote takes all to one machine");
    }

    private static async Task<bool> HasAsync(EngineConnection engine, string image) =>
        (await new LocalHost().CaptureAsync(new Command(engine.Docker, "image", "inspect", $"{image}:pin") { Environment = engine.Environment }, CancellationToken.None)).ExitCode == 0;
}
