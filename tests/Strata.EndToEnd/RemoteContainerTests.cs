using Strata.Engine.Hosts;
using Strata.Engine.Tests.Hosts;

namespace Strata.EndToEnd;

/// <summary>Containers on a build host: they run as long as their call, whatever ends it, and are looked after from here.</summary>
public sealed class RemoteContainerTests : RemoteFixture
{
    [TestCase("INT", 130)]
    [TestCase("KILL", 137)]
    [TestCase("drop", 4)]
    public async Task Verification_that_is_cut_short_leaves_no_container(string how, int exitCode)
    {
        using var client = Client.Borrow(("STAGE_PORT", "18433"));
        using var neverWell = Stage.Append("leaf", """
            HEALTHCHECK --interval=1s --retries=1000 CMD ["/bin/busybox", "false"]
            USER 10001:10001
            ENTRYPOINT ["/bin/busybox", "sleep", "123456"]

            """);
        using var call = RunningCall.Start(Client, "Verify", "--image", "leaf", "--remote", "--supply", "Debian", "--wait-timeout", "600");
        var ending = call.EndAsync(RemoteStage.Patience);
        while (!ending.IsCompleted && (await ContainersAsync()).Length == 0)
        {
            // The engine's events would be an engine call of their own for each test.
            await Task.Delay(100);
        }

        if (how == "drop")
        {
            await Stage.Server.DropConnectionsAsync();
        }
        else
        {
            call.Signal(how);
        }

        var end = await ending;
        Assert.That(end.ExitCode, Is.EqualTo(exitCode), end.ToString());
        AwaitNoContainer();
        Assert.That(() => Processes.With("/bin/busybox sleep 123456"), Is.Empty.After(15_000, 50), "its process");
        await Stage.LeavesNothingAsync();
    }

    [Test]
    public async Task Service_of_another_call_is_left_alone_shown_and_stopped()
    {
        using var serving = Stage.Serve();
        using var client = Client.Borrow(("STAGE_PORT", "18434"));
        SmallImages.Fill(Client, "leaf", "of the first call");
        using var first = await StartAsync("127.0.0.2");

        // By whatever name: it is the same engine.
        var second = await Client.BuildAsync("Run", "--image", "leaf", "--bind", "127.0.0.3", "--supply", "Debian", "--remote", "builder@buildhost");
        Assert.That(second.ExitCode, Is.EqualTo(1), second.ToString());
        Assert.That(second.ToString(), Does.Contain(
            $"service 'leaf': it runs on builder@buildhost already, for another call of this clone (process {first.ProcessId}, ./build.sh Run --remote); end that one first"));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync("http://127.0.0.2:18434/content.txt"), Is.EqualTo("of the first call\n"));

        var status = await CallAsync("Status");
        Assert.That(status.ToString(), Does.Match("leaf +healthy"));
        var logs = await CallAsync("Logs", "--image", "leaf");
        Assert.That(logs.ExitCode, Is.Zero, logs.ToString());

        // What runs there is not here.
        Assert.That((await Client.BuildAsync("Logs", "--image", "leaf", "--supply", "Debian", "--engine", "Private")).ExitCode, Is.EqualTo(2));

        var stopped = await CallAsync("Stop");
        Assert.That(stopped.Output, Does.Contain("stopped leaf"), stopped.ToString());
        var end = await first.EndAsync(RemoteStage.Patience);
        Assert.That(end.ExitCode, Is.EqualTo(1), end.ToString());
        Assert.That(end.ToString(), Does.Contain("service 'leaf': its container on buildhost ended with exit code"));
        AwaitNoContainer();

        // The call that is over is in nobody's way.
        using var again = await StartAsync("127.0.0.3");
        var clean = await CallAsync("Clean");
        Assert.That(clean.Output, Does.Match("removed strata-.*-leaf").And.Not.Contain("volume"), clean.ToString());
        Assert.That((await again.EndAsync(RemoteStage.Patience)).ExitCode, Is.EqualTo(1));
        await Stage.LeavesNothingAsync();
    }

    [Test]
    public async Task Host_that_forwards_nothing_builds_and_is_no_unhealthy_service()
    {
        // The same home and engine, another way in.
        await using var closed = await TestSshServer.StartAsync("/bin/bash", $"DisableForwarding yes\nSetEnv HOME={Stage.Server.Home}");
        await using var back = await Stage.InsteadAsync(closed);
        using var serving = Stage.Serve();
        using var client = Client.Borrow(("STAGE_PORT", "18435"));
        const string says = "buildhost: its sshd forwards no TCP, so services there cannot be reached from here; set 'AllowTcpForwarding yes' in its sshd_config";

        await BuildAllAsync();
        var verified = await CallAsync("Verify", "--image", "leaf");
        Assert.That((verified.ExitCode, verified.ToString()), Is.EqualTo((4, verified.ToString())));
        Assert.That(verified.ToString(), Does.Contain(says));
        var run = await CallAsync("Run", "--image", "leaf", "--bind", "127.0.0.2");
        Assert.That((run.ExitCode, run.ToString()), Is.EqualTo((4, run.ToString())));
        Assert.That(run.ToString(), Does.Contain(says));

        var looked = await CallAsync("VerifyDependencies");
        Assert.That((looked.ExitCode, looked.ToString()), Is.EqualTo((4, looked.ToString())));
        Assert.That(looked.ToString(), Does.Contain("docker on buildhost: no socket of this machine leads to it, so its images cannot be looked into from here; set 'AllowStreamLocalForwarding yes'"));

        Assert.That(await ContainersAsync(), Is.Empty);
        await Stage.LeavesNothingAsync();
    }

    private async Task<RunningCall> StartAsync(string address)
    {
        var call = RunningCall.Start(Client, "Run", "--image", "leaf", "--remote", "--supply", "Debian", "--bind", address);
        await call.SeeAsync("1 service runs on buildhost, reached through this call", RemoteStage.Patience);
        return call;
    }
}
