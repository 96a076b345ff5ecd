using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.EndToEnd;

/// <summary>Builds on a host from a client without docker, with a registry beside it.</summary>
public sealed class RemoteTests : RemoteFixture
{
    [Test]
    public async Task Images_are_built_there_and_pushed_from_there_and_only_what_changed_is_sent()
    {
        SmallImages.Refill(Client);
        string[] words = ["--registry", Stage.Registry.Address, "--tag", "v1"];
        var first = await BuildAllAsync(words);
        Assert.That(first.Error, Does.Contain("· buildhost (linux/").And.Contain("3 to build").And.Contain("published 3 images: 3 pushed"));
        Assert.That(await Stage.DigestsAsync("v1"), Has.None.Null);

        var clock = Stopwatch.StartNew();
        var again = await BuildAllAsync(words);
        TestContext.Out.WriteLine($"a call that does nothing: {clock.Elapsed.TotalSeconds:0.00} s");
        Assert.That(again.Error, Does.Contain("nothing to build, 3 reused").And.Not.Contain("sync "));

        SmallImages.Fill(Client, "leaf", "changed");
        var changed = await Client.BuildAsync("BuildAll", "--remote", "buildhost", "--supply", "Debian", "--registry", Stage.Registry.Address, "--tag", "v2");
        Assert.That(changed.ExitCode, Is.Zero, changed.ToString());
        Assert.That(changed.Error, Does.Contain("1 to build, 2 reused").And.Contain(" 1 sent, "));
        Assert.That((await Stage.DigestsAsync("v2"))[0], Is.EqualTo((await Stage.DigestsAsync("v1"))[0]));

        using var other = Client.Duplicate();
        var reused = await other.BuildAsync("BuildAll", "--remote", "--supply", "Debian");
        Assert.That(reused.ExitCode, Is.Zero, reused.ToString());
        Assert.That(reused.Error, Does.Contain("nothing to build, 3 reused"), "what one client built another one reuses");
    }

    [Test]
    public async Task Files_that_change_here_while_a_host_builds_from_its_copy_do_no_harm()
    {
        using var request = new HeldRequest();
        using var lasting = Stage.Append("middle", $"RUN [\"/bin/busybox\", \"wget\", \"-q\", \"-O\", \"/dev/null\", \"{request.Url}\"]\n");
        SmallImages.Refill(Client);
        SmallImages.Fill(Client, "leaf", "of the copy");
        string[] words = ["BuildAll", "--remote", "--supply", "Debian", "--registry", Stage.Registry.Address, "--tag", "copied"];
        using var call = RunningCall.Start(Client, words);
        await request.Asked.WaitAsync(RemoteStage.Patience);
        SmallImages.Fill(Client, "leaf", "of later");
        request.Answer();
        var end = await call.EndAsync(RemoteStage.Patience);
        Assert.That(end.ExitCode, Is.Zero, end.ToString());
        Assert.That(end.Output, Does.Contain("published 3 images").And.Not.Contain("changed while"));

        SmallImages.Fill(Client, "leaf", "of the copy");
        Assert.That((await CallAsync("BuildAll")).Error, Does.Contain("nothing to build, 3 reused"));
    }

    [Test]
    public async Task Build_that_is_left_to_the_host_is_taken_up_again()
    {
        using var request = new HeldRequest();
        using var client = Client.Borrow(("STAGE_VERIFIED", "true"));
        using var lasting = Stage.Append("middle", $"RUN [\"/bin/busybox\", \"wget\", \"-q\", \"-O\", \"/dev/null\", \"{request.Url}\"]\n");
        SmallImages.Refill(Client);
        var left = await BuildAllAsync("--detach");
        Assert.That(left.Error, Does.Contain("next: ./build.sh Attach"));
        Assert.That(Processes.With("buildx", "rawjson", Stage.Server.Home), Is.Not.Empty, "bake goes on without the client");

        // Who looks on and goes does not end it.
        using (var looking = RunningCall.Start(Client, "Attach", "--supply", "Debian"))
        {
            await looking.SeeAsync(request.Url, RemoteStage.Patience);
            looking.Signal("KILL");
            await looking.EndAsync(RemoteStage.Patience);
        }

        using var attached = RunningCall.Start(Client, "Attach", "--supply", "Debian");
        await attached.SeeAsync(request.Url, RemoteStage.Patience);
        request.Answer();
        var end = await attached.EndAsync(RemoteStage.Patience);
        Assert.That(end.ExitCode, Is.Zero, end.ToString());
        Assert.That(end.Output, Does.Not.Contain("of other sources").And.Contain("verifying base"));

        Assert.That((await CallAsync("BuildAll")).Error, Does.Contain("nothing to build, 3 reused"), "what was built meanwhile is remembered");
    }

    [Test]
    public async Task Images_are_verified_where_they_were_built()
    {
        using var serving = Stage.Serve();
        using var client = Client.Borrow(("STAGE_PORT", "18431"), ("STAGE_CONTENT", "well"));
        SmallImages.Fill(Client, "leaf", "all is well");
        var passed = await CallAsync("VerifyAll", "--registry", $"{Stage.Registry.Address}/verified", "--tag", "seen");
        Assert.That(passed.ExitCode, Is.Zero, passed.ToString());
        Assert.That(passed.ToString(), Does.Contain("GET /content.txt 200").And.Contain("uid 10001").And.Match("base .* check"));
        Assert.That(await Stage.DigestsAsync("seen", "/verified"), Is.All.Null, "what is verified is not published by that");

        SmallImages.Fill(Client, "leaf", "all is lost");
        var failed = await CallAsync("Verify", "--image", "leaf");
        Assert.That(failed.ExitCode, Is.EqualTo(1), failed.ToString());
        Assert.That(failed.ToString(), Does.Contain("the smoke request 'GET /content.txt' its answer does not contain 'well': all is lost"));

        Assert.That(await ContainersAsync(), Is.Empty);
        await Stage.LeavesNothingAsync();
    }

    [TestCase("INT")]
    [TestCase("KILL")]
    public async Task Service_runs_there_as_long_as_its_call_and_answers_here(string signal)
    {
        using var serving = Stage.Serve();
        using var client = Client.Borrow(("STAGE_PORT", "18432"));
        SmallImages.Fill(Client, "leaf", "from the host");

        // Here the host is this machine, whose 127.0.0.1 the container has.
        using var call = RunningCall.Start(Client, "Run", "--image", "leaf", "--remote", "--supply", "Debian", "--bind", "127.0.0.2");
        await call.SeeAsync("1 service runs on buildhost, reached through this call", RemoteStage.Patience);
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync("http://127.0.0.2:18432/content.txt"), Is.EqualTo("from the host\n"));

        call.Signal(signal);
        var ended = await call.EndAsync(RemoteStage.Patience);
        Assert.That(ended.ExitCode, Is.EqualTo(signal == "INT" ? 130 : 137), ended.ToString());
        AwaitNoContainer();
        Assert.That(() => http.GetStringAsync("http://127.0.0.2:18432/content.txt"), Throws.InstanceOf<HttpRequestException>());
        await Stage.LeavesNothingAsync();
    }

    [Test]
    public async Task Dockerfile_that_is_a_link_is_brought_along()
    {
        var file = Path.Combine(Client.Directory, "docker", "leaf", "Dockerfile");
        var shared = Path.Combine(Client.Directory, "docker", "shared.Dockerfile");
        File.Move(file, shared);
        File.CreateSymbolicLink(file, "../shared.Dockerfile");
        SmallImages.Fill(Client, "leaf", Guid.NewGuid().ToString());
        try
        {
            await BuildAllAsync();
        }
        finally
        {
            File.Move(shared, file, overwrite: true);
        }
    }

    [Test]
    public async Task Host_is_the_one_that_is_named_else_the_usual_one()
    {
        var before = Client.More;
        var parameters = Path.Combine(Client.Directory, ".nuke", "parameters.json");
        var text = await File.ReadAllTextAsync(parameters);
        try
        {
            Client.More = before.SetItem("BUILD_HOST", null);
            var none = await CallAsync("BuildAll");
            Assert.That((none.ExitCode, none.ToString()), Is.EqualTo((2, none.ToString())));
            Assert.That(none.ToString(), Does.Contain("--remote: no build host is named; write --remote user@host, or set BUILD_HOST or BuildHost in .nuke/parameters.json"));
            var several = await Client.BuildAsync("BuildAll", "--remote", "one", "two", "--supply", "Debian");
            Assert.That((several.ExitCode, several.ToString()), Is.EqualTo((2, several.ToString())));

            Client.More = before.SetItem("BUILD_HOST", null).SetItem("BLACKWELL_HOST", "buildhost");
            Assert.That((await Client.BuildAsync("RemoteStatus")).Output, Does.Contain("buildhost: Linux"));
            Client.More = before.SetItem("BUILD_HOST", null);
            var json = System.Text.Json.Nodes.JsonNode.Parse(text)!;
            json["BuildHost"] = "buildhost";
            await File.WriteAllTextAsync(parameters, json.ToJsonString());
            Assert.That((await Client.BuildAsync("RemoteStatus")).Output, Does.Contain("buildhost: Linux"));

            var elsewhere = Path.Combine(Stage.Server.Home, "else where");
            var mine = Directory.CreateDirectory(Path.Combine(elsewhere, "tools", "mine")).FullName;
            await BuildAllAsync("--build-host-path", elsewhere, "--force");
            Assert.That(Directory.GetDirectories(Path.Combine(elsewhere, "strata")).Select(Path.GetFileName), Is.SupersetOf(new[] { "trees", "records" }));
            Assert.That((await Client.BuildAsync("RemoteClean", "--build-host-path", elsewhere)).Output, Does.Contain("deleted trees"));
            Assert.That(mine, Does.Exist, "what is no state of ours");
        }
        finally
        {
            Client.More = before;
            await File.WriteAllTextAsync(parameters, text);
        }
    }

    [Test]
    public async Task Host_says_what_it_keeps_and_forgets_it()
    {
        await BuildAllAsync("--force");

        var status = await Client.BuildAsync("RemoteStatus");
        Assert.That(status.Output, Does.Match(@"host +buildhost: Linux").And.Match(@"trees +\d").And.Match("engine +private docker"));

        var clean = await Client.BuildAsync("RemoteClean");
        Assert.That(clean.ExitCode, Is.Zero, clean.ToString());
        Assert.That(clean.Output, Does.Contain("deleted trees").And.Contain("deleted build cache"));
        Assert.That(Path.Combine(Stage.Server.Home, ".cache/strata/trees"), Does.Not.Exist);
    }
}
