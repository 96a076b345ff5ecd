using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

[Platform("Linux")]
[TestFixture(SshTransport.OpenSsh)]
[TestFixture(SshTransport.SshNet)]
public sealed class SshHostTests(SshTransport transport)
{
    private TestSshServer server = null!;
    private SshHost host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        server = await TestSshServer.StartAsync();
        host = await server.ConnectAsync(transport);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    [Test]
    public async Task The_host_says_what_it_is()
    {
        Assert.That(host.Facts.Home, Is.EqualTo(server.Home));
        Assert.That(host.Facts.State, Is.EqualTo(server.Home + "/.cache/strata"));
        Assert.That(host.Facts.System, Is.EqualTo("Linux"));
        Assert.That(host.Facts.FreeBytes, Is.Positive);
        Assert.That((await host.CaptureAsync(new Command("stat", "-c", "%a", host.Facts.Run), default)).Output, Is.EqualTo("700"));
    }

    [TestCase("", "HOME/.cache/strata")]
    [TestCase("~", "HOME/strata")]
    [TestCase("~/with 'this'/", "HOME/with 'this'/strata")]
    [TestCase("data/strata", "HOME/data/strata")]
    [TestCase("HOME/shared", "HOME/shared/strata")]
    public async Task State_is_kept_in_a_folder_of_our_own(string named, string state)
    {
        await using var other = await SshHost.ConnectAsync(
            TestSshServer.Target, Transports.Use(transport, server.Options with { State = named.Replace("HOME", server.Home) }), default);

        Assert.That(other.Facts.State, Is.EqualTo(state.Replace("HOME", server.Home)));
        Assert.That(state.Replace("HOME", server.Home), Does.Exist);
    }

    [Test]
    public async Task Every_word_variable_and_directory_arrives_as_it_was_written()
    {
        string[] words = ["", " ", "a b", "it's", "\"$HOME\"", "`id`", "$(id)", "a\nb", "\t", "\\", "!!", "*", "~", "ä€😀", "-n", "{a,b}", "#", "\r", new string('x', 100_000)];
        var directory = Path.Combine(server.Home, "it's a $HOME");
        Directory.CreateDirectory(directory);
        var bytes = new MemoryStream();
        var command = new Command("sh", ["-c", "printf '%s\\001' \"$@\" \"$VALUE\" \"${GONE-gone}\" \"$PWD\"", "sh", .. words])
        {
            WorkingDirectory = directory,
            Environment = ImmutableDictionary<string, string?>.Empty.Add("VALUE", "it's\n$x").Add("GONE", null),
            ReadOutput = (stream, token) => stream.CopyToAsync(bytes, token),
        };

        Assert.That(await host.RunAsync(command, null, default), Is.Zero);
        Assert.That(Encoding.UTF8.GetString(bytes.ToArray()), Is.EqualTo(string.Concat(((string[])[.. words, "it's\n$x", "gone", directory]).Select(w => w + "\u0001"))));
    }

    [Test]
    public async Task A_missing_directory_is_named()
    {
        var thrown = await Assert.ThrowsAsync<StrataException>(() => host.RunAsync(new Command("true") { WorkingDirectory = "/none" }, null, default));

        Assert.That(thrown!.Message, Is.EqualTo("true: cannot be started: there is no directory '/none'"));
    }

    [Test]
    public async Task Lines_come_while_the_command_runs()
    {
        var pipe = Path.Combine(server.Home, "pipe");
        await host.RequireAsync(new Command("mkfifo", pipe), default);
        var exitCode = await host.RunAsync(new Command("sh", "-c", "echo ready; read answer < \"$0\"; exit $answer", pipe), _ => File.WriteAllText(pipe, "255\n"), default);

        // The code that ssh itself fails with is a command's own, too.
        Assert.That(exitCode, Is.EqualTo(255));
    }

    [Test]
    public async Task A_child_that_keeps_the_output_open_holds_nobody_up()
    {
        var output = await host.CaptureAsync(new Command("sh", "-c", "printf last; sleep 600 & echo $! >&2"), default);
        using var child = Process.GetProcessById(int.Parse(output.Lines.Single(l => l.IsError).Text));
        child.Kill();

        Assert.That(output.Output, Is.EqualTo("last"));
    }

    [Test]
    public async Task More_commands_than_sessions_wait_for_each_other()
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, 25).Select(i => host.RunAsync(new Command("sh", "-c", $"exit {i}"), null, default)));

        Assert.That(codes, Is.EqualTo(Enumerable.Range(0, 25)));
    }

    [TestCase("trap 'echo bye > \"$0\"; exit' TERM; echo $$; while :; do sleep 0.05; done", true, TestName = "Cancelling_gives_the_command_time_to_end_well")]
    [TestCase("trap '' TERM; echo $$; sleep 600 & sleep 600; sleep 600", false, TestName = "Cancelling_kills_what_ignores_signals_with_its_children")]
    public async Task Cancelling(string script, bool endsWell)
    {
        var done = Path.Combine(server.Home, Path.GetRandomFileName());
        var group = 0;
        using var cancellation = new CancellationTokenSource();
        var command = new Command("sh", "-c", script, done) { GracePeriod = TimeSpan.FromSeconds(endsWell ? 10 : 0.5) };

        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => host.RunAsync(command, line =>
        {
            // Behind it come words of the script's own shell about the signal.
            group = group == 0 ? GroupOf(int.Parse(line.Text)) : group;
            cancellation.Cancel();
        }, cancellation.Token));

        Assert.That(Members(group), Is.Empty);
        Assert.That(File.Exists(done), Is.EqualTo(endsWell));
    }

    [Test]
    public async Task A_lost_connection_ends_all_that_ran_and_leaves_no_file()
    {
        await using var own = await TestSshServer.StartAsync();
        await using var lost = await own.ConnectAsync(transport);
        var group = 0;

        var thrown = await Assert.ThrowsAsync<StrataException>(() => lost.RunAsync(new Command("sh", "-c", "echo $$; sleep 600 & sleep 600"), line =>
        {
            group = GroupOf(int.Parse(line.Text));
            own.DropConnectionsAsync().GetAwaiter().GetResult();
        }, default));

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(thrown.Message, Does.StartWith("buildhost: the connection was lost at 'sh -c"));
        Assert.That(() => Members(group), Is.Empty.After(10_000, 50), "what ran there");
        Assert.That(() => Directory.Exists(lost.Facts.Run), Is.False.After(10_000, 50), "private files of the connection");
    }

    [Test]
    public async Task A_full_disk_keeps_nothing_alive_when_the_connection_is_lost()
    {
        await using var own = await TestSshServer.StartAsync();
        var disk = Directory.CreateDirectory(Path.Combine(own.Home, ".cache")).FullName;
        await TestSshServer.RunAsync("nsenter", "-t", $"{own.ProcessId}", "-m", "mount", "-t", "tmpfs", "-o", "nr_inodes=50", "none", disk);
        await using var lost = await own.ConnectAsync(transport);
        var group = 0;

        // From here on no file can be made there.
        const string script = "i=0; while true 2>/dev/null >\"$0/$i\"; do i=$((i + 1)); done; echo $$; sleep 600 & sleep 600";
        await Assert.ThrowsAsync<StrataException>(() => lost.RunAsync(new Command("sh", "-c", script, disk), line =>
        {
            group = GroupOf(int.Parse(line.Text));
            own.DropConnectionsAsync().GetAwaiter().GetResult();
        }, default));

        Assert.That(() => Members(group), Is.Empty.After(10_000, 50), "what ran there");
        Assert.That(() => Directory.Exists($"/proc/{own.ProcessId}/root{lost.Facts.Run}"), Is.False.After(10_000, 50), "private files of the connection");
    }

    [Test]
    public async Task Closing_leaves_nothing_on_the_host_but_what_was_meant_to_stay()
    {
        var other = await server.ConnectAsync(transport);
        var run = other.Facts.Run;
        await other.WriteFileAsync(run + "/secret", "canary"u8.ToArray(), isPrivate: true, default);
        await other.DisposeAsync();

        Assert.That(() => Directory.Exists(run), Is.False.After(10_000, 50));
        Assert.That(await host.RunAsync(new Command("true"), null, default), Is.Zero, "another connection to the same host");
    }

    [Test]
    public async Task A_socket_of_the_host_is_reached_through_the_connection()
    {
        var path = Path.Combine(server.Home, "socket");
        using var listener = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        listener.Listen();

        var local = await host.FindSocketAsync(path, default);

        using var client = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        await client.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(local!));
        using var accepted = await listener.AcceptAsync();
        await client.SendAsync("ping"u8.ToArray());
        var received = new byte[4];
        Assert.That(await accepted.ReceiveAsync(received), Is.EqualTo(4));
        Assert.That(received, Is.EqualTo("ping"u8.ToArray()));
    }

    [Test]
    public async Task A_port_of_the_host_is_reached_through_the_connection()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = (System.Net.IPEndPoint)listener.LocalEndpoint;

        Assert.That(await Strata.Engine.Running.HostPort.TakenAsync(host, default), Does.Contain(port.Port));
        Assert.That(await host.FindPortAsync(port, default), Is.Not.Null.And.EqualTo(await host.FindPortAsync(port, default)), "one way for all who ask");
        await using var stream = await Strata.Engine.Running.HostPort.ConnectAsync(host, port, default);
        using var accepted = await listener.AcceptTcpClientAsync();
        await stream.WriteAsync("ping"u8.ToArray());
        var received = new byte[4];
        await accepted.GetStream().ReadExactlyAsync(received);
        Assert.That(received, Is.EqualTo("ping"u8.ToArray()));
    }

    [TestCase("/bin/bash", ".bashrc", "echo 'welcome to this host'; printf 'no line end'; echo 'out of disk soon' >&2")]
    [TestCase("/usr/bin/fish", ".config/fish/config.fish", "echo 'welcome to fish'; echo 'warning' >&2")]
    [TestCase("/bin/csh", ".cshrc", "echo welcome")]
    public async Task Login_shells_may_be_any_and_print_what_they_like(string shell, string file, string noise)
    {
        var package = Path.GetFileName(shell);
        const string install = "apt-get -qq install -y --no-install-recommends \"$1\"";
        if (!File.Exists(shell) && await new LocalHost().RunAsync(
            new Command("sh", "-c", $"export DEBIAN_FRONTEND=noninteractive; {install} || {{ apt-get -qq update && {install}; }}", "sh", package), null, default) != 0)
        {
            Assert.Ignore($"there is no {shell}: apt-get install {package}");
        }

        await using var noisy = await TestSshServer.StartAsync(shell);
        var startup = Path.Combine(noisy.Home, file);
        Directory.CreateDirectory(Path.GetDirectoryName(startup)!);
        await File.WriteAllTextAsync(startup, noise + "\n");
        await using var connected = await noisy.ConnectAsync(transport);
        var output = await connected.CaptureAsync(new Command("sh", "-c", "echo \"$1\"; echo bad >&2; exit 7", "sh", "it's"), default);
        await connected.WriteFileAsync(noisy.Home + "/x", new byte[] { 0, 10, 255 }, isPrivate: false, default);

        Assert.That(output.ExitCode, Is.EqualTo(7));
        Assert.That(output.Lines, Is.EquivalentTo([new OutputLine("it's", false), new OutputLine("bad", true)]));
        Assert.That(await connected.ReadFileAsync(noisy.Home + "/x", default), Is.EqualTo(new byte[] { 0, 10, 255 }));
    }

    private static int GroupOf(int pid) => int.Parse(Stat(pid)![2]);

    private static IEnumerable<string> Members(int group) =>
        from directory in Directory.GetDirectories("/proc")
        let name = Path.GetFileName(directory)
        where int.TryParse(name, out _)
        let stat = Stat(int.Parse(name))
        where stat is not null && stat[2] == $"{group}" && stat[0] is not "Z"
        select $"{name} {stat[0]}";

    // State, parent, group ...
    private static string[]? Stat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
