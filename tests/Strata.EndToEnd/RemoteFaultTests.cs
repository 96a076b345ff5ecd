using System.Diagnostics;
using Strata.Engine.Hosts;
using Strata.Engine.Tests.Hosts;

namespace Strata.EndToEnd;

/// <summary>Whatever breaks in a build on a host: the result is right, or the call fails with the right code; nothing is left there, and the next call works.</summary>
public sealed class RemoteFaultTests : RemoteFixture
{
    [TestCase("INT", 130)]
    [TestCase("TERM", 130)]
    [TestCase("KILL", 137)]
    [TestCase("drop", 4)]
    public async Task Build_that_is_cut_short_leaves_nothing_there(string how, int exitCode)
    {
        using (Stage.Append("middle", RemoteStage.LastingStep))
        {
            using var call = await Stage.StartLastingAsync("BuildAll", "--remote", "--supply", "Debian");
            if (how == "drop")
            {
                await Stage.Server.DropConnectionsAsync();
            }
            else
            {
                call.Signal(how);
            }

            var end = await call.EndAsync(RemoteStage.Patience);
            Assert.That(end.ExitCode, Is.EqualTo(exitCode), end.ToString());
            await Stage.LeavesNothingAsync();
        }

        // No lock and no half tree is in the way of the next one.
        Assert.That((await BuildAllAsync()).Error, Does.Not.Contain("waits "));
    }

    [Test]
    public async Task Connection_lost_while_it_pushes_moves_no_tag_and_the_next_call_goes_on()
    {
        await using var relay = new RegistryRelay(Stage.Registry.Address);
        SmallImages.Fill(Client, "base", Guid.NewGuid().ToString());
        string[] words = ["BuildAll", "--remote", "--supply", "Debian", "--registry", $"{relay.Address}/lost", "--push", "--tag", "v1"];
        var uploading = relay.HoldUploads();
        using (var call = RunningCall.Start(Client, words))
        {
            await Task.WhenAny(uploading, call.EndAsync(RemoteStage.Patience));
            Assert.That(uploading.IsCompleted, Is.True, "a push is under way");
            await Stage.Server.DropConnectionsAsync();
            var end = await call.EndAsync(RemoteStage.Patience);
            Assert.That(end.ExitCode, Is.EqualTo(4), end.ToString());
        }

        Assert.That(() => Processes.With("push", relay.Address), Is.Empty.After(15_000, 50), "a docker client that pushes");
        await Stage.LeavesNothingAsync();
        relay.Release();
        Assert.That(await Stage.DigestsAsync("v1", "/lost"), Is.All.Null);

        var next = await Client.BuildAsync(words);
        Assert.That(next.ExitCode, Is.Zero, next.ToString());
        Assert.That(next.Error, Does.Contain("nothing to build, 3 reused").And.Contain("published 3 images"));
        Assert.That(await Stage.DigestsAsync("v1", "/lost"), Has.None.Null);
    }

    [Test]
    public async Task Engine_killed_in_the_middle_of_a_build_is_told_and_the_next_call_works()
    {
        using (Stage.Append("middle", RemoteStage.LastingStep))
        {
            using var call = await Stage.StartLastingAsync("BuildAll", "--remote", "--supply", "Debian");
            var engine = await Stage.Engine.StatusAsync(CancellationToken.None);
            Process.GetProcessById(engine.ProcessId!.Value).Kill();
            var end = await call.EndAsync(RemoteStage.Patience);
            Assert.That(end.ExitCode, Is.EqualTo(4), end.ToString());
            Assert.That(end.Output, Does.Contain("docker on buildhost: the engine no longer answers"));
            await Stage.LeavesNothingAsync();
        }

        await Stage.Engine.EnsureAsync(CancellationToken.None);
        Assert.That((await BuildAllAsync()).Error, Does.Not.Contain("waits "));
    }

    [Test]
    public async Task Full_disk_of_the_engine_fails_the_step_that_needs_it_and_smaller_images_are_built_after()
    {
        var small = await TestSshServer.StartAsync("/bin/bash");
        var disk = Directory.CreateDirectory(EngineHome.StateOf(small.Home).Combine("engine", "data")).FullName;
        var engine = EngineHome.EngineOf(small.Home);
        await new LocalHost().RequireAsync(new Command("mount", "-t", "tmpfs", "-o", "size=1100m", "none", disk), CancellationToken.None);
        try
        {
            await engine.EnsureAsync(CancellationToken.None);
            await using var back = await Stage.InsteadAsync(small);

            // What is there before the disk is full cannot fail for want of it.
            await BuildAllAsync();
            using (Stage.Append("middle", "RUN [\"/bin/busybox\", \"dd\", \"if=/dev/zero\", \"of=/big\", \"bs=1M\", \"count=1200\"]\n"))
            {
                var full = await CallAsync("BuildAll");
                Assert.That(full.ExitCode, Is.EqualTo(1), full.ToString());
                Assert.That(full.Error, Does.Contain("docker/middle/Dockerfile:").And.Contain("No space left on device"));
            }

            SmallImages.Fill(Client, "middle", Guid.NewGuid().ToString());
            var next = await BuildAllAsync();
            Assert.That(next.Error, Does.Contain("2 to build, 1 reused"), "what was finished is kept");

            // What the session on the host sees, which has a mount namespace of its own.
            await new LocalHost().RequireAsync(
                new Command("nsenter", "-t", $"{small.ProcessId}", "-m", "mount", "-t", "tmpfs", "-o", "size=200m", "none", disk), CancellationToken.None);
            SmallImages.Fill(Client, "leaf", Guid.NewGuid().ToString());
            var refused = await CallAsync("BuildAll");
            Assert.That(refused.ExitCode, Is.EqualTo(4), refused.ToString());
            Assert.That(refused.ToString(), Does.Match(@"docker on buildhost: has \d+ MB free at .*engine/data, and builds need at least 1000 MB"));
        }
        finally
        {
            await engine.StopAsync(CancellationToken.None);
            await new LocalHost().RequireAsync(new Command("umount", "-l", disk), CancellationToken.None);
            await RemoteStage.EndAsync(small);
        }
    }

    [Test]
    public async Task Host_whose_disk_is_full_of_trees_is_refused_at_once_and_can_be_looked_at_and_cleaned()
    {
        await using var full = await TestSshServer.StartAsync("/bin/bash");
        var state = Directory.CreateDirectory(Path.Combine(full.Home, ".cache")).FullName;
        var trees = Path.Combine(state, "strata/trees/shop");
        await new LocalHost().RequireAsync(
            new Command("nsenter", "-t", $"{full.ProcessId}", "-m", "sh", "-c", "mount -t tmpfs -o size=200m none \"$1\" && mkdir -p \"$2\"", "sh", state, trees), CancellationToken.None);
        await using var back = await Stage.InsteadAsync(full);

        var build = await CallAsync("BuildAll");
        Assert.That(build.ExitCode, Is.EqualTo(4), build.ToString());
        Assert.That(build.ToString(), Does.Match(@"buildhost: has 2\d\d MB free at .*/\.cache/strata, and builds need at least 1\.00 GB; free some, for instance with '\./build\.sh RemoteClean'"));
        Assert.That(build.ToString(), Does.Not.Contain("docker"), "nothing is asked before");

        var status = await Client.BuildAsync("RemoteStatus");
        Assert.That(status.ExitCode, Is.Zero, status.ToString());
        Assert.That(status.Output, Does.Contain("trees"));
        var clean = await Client.BuildAsync("RemoteClean");
        Assert.That(clean.ExitCode, Is.Zero, clean.ToString());
        Assert.That(clean.Output, Does.Contain("deleted trees"));
        Assert.That($"/proc/{full.ProcessId}/root{trees}", Does.Not.Exist);
    }

    [TestCase(null, null, "docker: there is no docker client on PATH of buildhost; ")]
    [TestCase("28.5.2", "v0.10.4", "docker: buildx 0.10.4 is too old, 0.13 or later is needed; install the package docker-buildx")]
    [TestCase("28.5.2", null, "docker: the docker client has no buildx plugin; install the package docker-buildx")]
    [TestCase("20.10.24", "v0.13.1", "docker: engine 20.10.24 is too old, 23.0 or later is needed; ")]
    public async Task Host_whose_docker_cannot_build_is_told_with_what_to_install(string? docker, string? buildx, string says)
    {
        var programs = Directory.CreateTempSubdirectory("strata-programs-").FullName;
        await using var bare = await TestSshServer.StartAsync(settings: $"SetEnv PATH={programs}:/usr/bin:/bin");
        if (docker is not null)
        {
            var version = $"{{\"Client\":{{\"Version\":\"{docker}\"}},\"Server\":{{\"Version\":\"{docker}\",\"Os\":\"linux\",\"Arch\":\"amd64\"}}}}";
            var plugin = buildx is null ? "exit 1" : $"echo 'github.com/docker/buildx {buildx} 0'";
            await File.WriteAllTextAsync(Path.Combine(programs, "docker"), $"#!/bin/sh\ncase \"$1 $2\" in\n  'version --format') echo '{version}' ;;\n  'buildx version') {plugin} ;;\nesac\n");
            await new LocalHost().RequireAsync(new Command("chmod", "+x", Path.Combine(programs, "docker")), CancellationToken.None);
        }

        await using var back = await Stage.InsteadAsync(bare);
        var call = await CallAsync("BuildAll");

        Assert.That(call.ExitCode, Is.EqualTo(4), call.ToString());
        Assert.That(call.Output + call.Error, Does.Contain(says).And.Contain("private engine: none runs on buildhost"));
        Directory.Delete(programs, recursive: true);
    }

    [Test]
    public async Task Two_clients_of_one_tree_wait_for_each_other_and_the_second_reuses()
    {
        SmallImages.Fill(Client, "base", Guid.NewGuid().ToString());
        using var other = Client.Duplicate();
        string[] words = ["BuildAll", "--remote", "--supply", "Debian"];

        var calls = await Task.WhenAll(Client.BuildAsync(words), other.BuildAsync(words));

        Assert.That(calls.Select(c => c.ExitCode), Is.All.Zero, string.Join('\n', calls.AsEnumerable()));
        Assert.That(calls.Count(c => c.Error.Contains("nothing to build, 3 reused", StringComparison.Ordinal)), Is.EqualTo(1), string.Join('\n', calls.AsEnumerable()));
        await Stage.LeavesNothingAsync();
    }

    [Test]
    public async Task Two_clients_of_different_trees_and_owners_build_at_once_and_each_gets_its_own()
    {
        using var other = Client.Duplicate();
        var (own, others) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        SmallImages.Fill(Client, "middle", own);
        SmallImages.Fill(other, "middle", others);

        var calls = await Task.WhenAll(Client.BuildAsync(Words("one")), other.BuildAsync(Words("two")));

        Assert.That(calls.Select(c => c.ExitCode), Is.All.Zero, string.Join('\n', calls.AsEnumerable()));
        Assert.That(calls.Select(c => c.Error), Has.None.Contains("waits "));
        Assert.That(await Stage.ReadAsync("one/leaf:v1", "opt/middle/content.txt"), Is.EqualTo(own));
        Assert.That(await Stage.ReadAsync("two/leaf:v1", "opt/middle/content.txt"), Is.EqualTo(others));
        await Stage.LeavesNothingAsync();

        string[] Words(string owner) => ["BuildAll", "--remote", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/{owner}", "--push", "--tag", "v1"];
    }

    [TestCase(3)]
    [TestCase(30, Category = "Soak")]
    public async Task Client_killed_at_any_moment_leaves_nothing_and_the_next_call_builds_what_is_there_now(int times)
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] words = ["BuildAll", "--remote", "--supply", "Debian", "--registry", $"{Stage.Registry.Address}/killed", "--push", "--tag", "v1"];
        SmallImages.Fill(Client, "base", Guid.NewGuid().ToString());
        var clock = Stopwatch.StartNew();
        var whole = await Client.BuildAsync(words);
        Assert.That(whole.ExitCode, Is.Zero, whole.ToString());
        var duration = clock.Elapsed;
        for (var i = 0; i < times; i++)
        {
            var content = $"{seed}-{i}";
            SmallImages.Fill(Client, random.Next(2) == 0 ? "base" : "middle", content);
            SmallImages.Fill(Client, "leaf", content);
            var (signal, moment) = ((string[])["INT", "TERM", "KILL"] is var names ? names[i % names.Length] : "", duration * random.NextDouble());
            using (var call = RunningCall.Start(Client, words))
            {
                // No event to await: any moment is the right one.
                await Task.Delay(moment);
                call.Signal(signal);
                var end = await call.EndAsync(RemoteStage.Patience);
                TestContext.Out.WriteLine($"{i}: {signal} after {moment.TotalSeconds:0.00} s of {duration.TotalSeconds:0.00}: code {end.ExitCode}");

                // Before the program has begun, the shell ends with the signal's own code; at the very end it is too late.
                int[] codes = signal switch { "INT" => [0, 130], "TERM" => [0, 130, 143], _ => [0, 137] };
                Assert.That(codes, Does.Contain(end.ExitCode), end.ToString());
            }

            await Stage.LeavesNothingAsync();
            var next = await Client.BuildAsync(words);
            Assert.That(next.ExitCode, Is.Zero, next.ToString());
            Assert.That(next.Error, Does.Not.Contain("waits "));
            Assert.That(await Stage.ReadAsync("killed/leaf:v1", "opt/leaf/content.txt"), Is.EqualTo(content));
        }
    }
}
