using System.Net;
using System.Net.Sockets;
using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Planning;
using Strata.Testing.BuildKit;

namespace Strata.Engine.Tests.BuildKit;

/// <summary>A real engine and a real Git server on loopback.</summary>
public sealed class GitSourceTests
{
    private const string MakeTwoCommits =
        """
        cd "$1" && git init --quiet web.git && cd web.git && git config user.name test && git config user.email test@example.org
        echo one > app.py && git add . && git commit --quiet --message one && git rev-parse HEAD
        echo two > app.py && git commit --quiet --all --message two
        """;

    [Test]
    public async Task Files_come_from_the_commit_that_is_named_and_not_from_the_branch()
    {
        using var tree = new TestTree();
        var host = new LocalHost();
        var made = await host.CaptureAsync(new Command("sh", "-c", MakeTwoCommits, "sh", tree.Scratch), CancellationToken.None);
        if (made.ExitCode != 0)
        {
            Assert.Ignore($"no git on this machine: {made.LastLines()}");
        }

        var port = FreePort();
        await using var server = new TestProcess("git", ["daemon", "--listen=127.0.0.1", $"--port={port}", $"--base-path={tree.Scratch}", "--export-all", "--reuseaddr"]);
        await server.ReadyAsync(() => Task.FromResult(IsUp(port)));

        var target = Recorded.Target("webui", "FROM scratch\nCOPY --from=src app.py /app.py\n");
        target = target with { Contexts = target.Contexts.Add("src", new ContextSource.Git($"git://127.0.0.1:{port}/web.git", made.Output.Trim())) };
        var engine = new BuildxEngine(host, await EngineUnderTest.ConnectAsync(), tree.Scratch);
        var result = (await engine.SolveAsync(tree.Request(target), new RecordedProgress(), CancellationToken.None))[0];

        Assert.That(result, Is.TypeOf<ImageBuilt>(), (result as ImageFailed)?.Problem.ToString());
        Assert.That((await tree.ContentsOfAsync("strata.test/webui:dev"))["app.py"], Is.EqualTo("one\n"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsUp(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
