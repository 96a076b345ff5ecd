using System.Text.RegularExpressions;

namespace Strata.EndToEnd;

/// <summary>A build that is left to the host, and the calls that meet it there.</summary>
public sealed class DetachedBuildTests : RemoteFixture
{
    [Test]
    public async Task Plain_Attach_publishes_what_the_call_that_left_it_would_have_published()
    {
        SmallImages.Refill(Client);
        using var named = Client.Borrow(("REGISTRY", $"{Stage.Registry.Address}/left"));
        var left = await BuildAllAsync("--detach", "--tag", "v1");
        Assert.That(left.Error, Does.Contain("nothing is published before"));
        Assert.That(await Stage.DigestsAsync("v1", "/left"), Is.All.Null);

        var attached = await Client.BuildAsync("Attach", "--supply", "Debian", "--tag", "v1");

        Assert.That(attached.ExitCode, Is.Zero, attached.ToString());
        Assert.That(attached.Error, Does.Contain("published 3 images").And.Not.Contain("of other sources").And.Not.Contain("kept "));
        Assert.That(await Stage.DigestsAsync("v1", "/left"), Has.None.Null);
    }

    [Test]
    public async Task Attach_that_means_another_registry_builds_nothing_beside_the_job_and_the_words_that_were_printed_find_it()
    {
        using var request = new HeldRequest();
        using var lasting = Lasting(request);
        var left = await BuildAllAsync("--detach", "--registry", $"{Stage.Registry.Address}/words", "--tag", "v1");
        await request.Asked.WaitAsync(RemoteStage.Patience);

        using (var wrong = RunningCall.Start(Client, "Attach", "--supply", "Debian"))
        {
            var refused = await wrong.EndAsync(RemoteStage.Patience);
            Assert.That(refused.ExitCode, Is.EqualTo(2), refused.ToString());
            Assert.That(refused.Output, Does.Contain("detached build on buildhost: there is none without a registry; "));
            Assert.That(Processes.With("buildx", "rawjson", Stage.Server.Home).Select(w => Regex.Match(w, @"\S+/bake\.json").Value).Distinct().Count(), Is.EqualTo(1), "bakes");
        }

        using (var second = RunningCall.Start(Client, "BuildAll", "--remote", "--supply", "Debian", "--detach", "--registry", $"{Stage.Registry.Address}/words", "--tag", "v1"))
        {
            var refused = await second.EndAsync(RemoteStage.Patience);
            Assert.That(refused.ExitCode, Is.EqualTo(4), refused.ToString());
            Assert.That(refused.Output, Does.Contain("detached build on buildhost: one runs already"));
        }

        request.Answer();
        var words = Regex.Match(left.Error, "next: ./build.sh (.+)").Groups[1].Value.Split(' ');
        var attached = await Client.BuildAsync(words);
        Assert.That(attached.ExitCode, Is.Zero, attached.ToString());
        Assert.That(attached.Error, Does.Not.Contain("of other sources"));
        Assert.That(await Stage.DigestsAsync("v1", "/words"), Has.None.Null);
    }

    [Test]
    public async Task Attach_that_finds_no_job_waits_its_turn_and_builds_nothing_of_its_own()
    {
        using var request = new HeldRequest();
        using var lasting = Lasting(request);
        using var building = RunningCall.Start(Client, "BuildAll", "--remote", "--supply", "Debian");
        await request.Asked.WaitAsync(RemoteStage.Patience);

        using var attaching = RunningCall.Start(Client, "Attach", "--supply", "Debian");
        await attaching.SeeAsync("waits   for ", RemoteStage.Patience);
        building.Signal("INT");
        await building.EndAsync(RemoteStage.Patience);

        var end = await attaching.EndAsync(RemoteStage.Patience);
        Assert.That(end.ExitCode, Is.EqualTo(2), end.ToString());
        Assert.That(end.Output, Does.Contain("detached build on buildhost: there is none"));
        await Stage.LeavesNothingAsync();
    }

    [Test]
    public async Task Second_who_attaches_waits_for_the_first_and_then_finds_all_done()
    {
        using var request = new HeldRequest();
        using var lasting = Lasting(request);
        await BuildAllAsync("--detach");
        using var first = RunningCall.Start(Client, "Attach", "--supply", "Debian");
        await first.SeeAsync(request.Url, RemoteStage.Patience);

        using var second = RunningCall.Start(Client, "Attach", "--supply", "Debian");
        await second.SeeAsync("waits   for ", RemoteStage.Patience);
        request.Answer();

        var ends = await Task.WhenAll(first.EndAsync(RemoteStage.Patience), second.EndAsync(RemoteStage.Patience));
        Assert.That(ends.Select(e => e.ExitCode), Is.All.Zero, string.Join('\n', ends.AsEnumerable()));
        Assert.That(ends[0].Output, Does.Contain("3 to build"));
        Assert.That(ends[1].Output, Does.Contain("nothing to build, 3 reused").And.Contain("nothing was left to buildhost"));
        await Stage.LeavesNothingAsync();
    }

    [Test]
    public async Task Attach_of_other_sources_waits_for_the_job_and_then_builds_what_is_there_now()
    {
        using var request = new HeldRequest();
        using var lasting = Lasting(request);
        await BuildAllAsync("--detach");
        await request.Asked.WaitAsync(RemoteStage.Patience);
        SmallImages.Fill(Client, "leaf", "changed since");

        using var attaching = RunningCall.Start(Client, "Attach", "--supply", "Debian");
        await attaching.SeeAsync("the detached build was of other sources", RemoteStage.Patience);
        request.Answer();
        var end = await attaching.EndAsync(RemoteStage.Patience);

        Assert.That(end.ExitCode, Is.Zero, end.ToString());
        Assert.That((await CallAsync("BuildAll")).Error, Does.Contain("nothing to build, 3 reused"));
        await Stage.LeavesNothingAsync();
    }

    [TestCase("VerifyAll")]
    [TestCase("RunAll")]
    [TestCase("Verify", "--image", "leaf")]
    [TestCase("Run", "--image", "leaf")]
    [TestCase("VerifyDependencies")]
    public async Task What_needs_the_images_cannot_be_left_to_the_host(params string[] words)
    {
        using var service = Client.Borrow(("STAGE_PORT", "18433"));
        var call = await CallAsync([.. words, "--detach"]);

        Assert.That(call.ExitCode, Is.EqualTo(2), call.ToString());
        Assert.That(call.ToString(), Does.Contain($"--detach: {words[0]} needs the images, which the host still builds when this call has ended"));
    }

    private IDisposable Lasting(HeldRequest request)
    {
        SmallImages.Refill(Client);
        return Stage.Append("middle", $"RUN [\"/bin/busybox\", \"wget\", \"-q\", \"-O\", \"/dev/null\", \"{request.Url}\"]\n");
    }
}
