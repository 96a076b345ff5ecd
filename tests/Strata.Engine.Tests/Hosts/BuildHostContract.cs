using System.Text;
using Strata.Engine.Hosts;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Hosts;

/// <summary>What every build host does, the fake as well as the real ones.</summary>
[TestFixture(typeof(LocalHost), default(SshTransport))]
[TestFixture(typeof(ScriptedHost), default(SshTransport))]
[TestFixture(typeof(SshHost), SshTransport.OpenSsh)]
[TestFixture(typeof(SshHost), SshTransport.SshNet)]
public sealed class BuildHostContract(Type kind, SshTransport transport)
{
    private TestSshServer? server;
    private SshHost? remote;
    private IBuildHost host = null!;
    private string root = null!;

    [OneTimeSetUp]
    public async Task Connect()
    {
        if (kind == typeof(SshHost))
        {
            server = await TestSshServer.StartAsync();
            remote = await server.ConnectAsync(transport);
        }
    }

    [OneTimeTearDown]
    public async Task Disconnect()
    {
        if (remote is not null)
        {
            await remote.DisposeAsync();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    [SetUp]
    public void Create()
    {
        root = Directory.CreateTempSubdirectory("strata-host-").FullName;
        host = remote ?? (IBuildHost)(kind == typeof(LocalHost) ? new LocalHost() : new ScriptedHost());
    }

    [TearDown]
    public async Task Delete()
    {
        if (host != remote)
        {
            await host.DisposeAsync();
        }

        Directory.Delete(root, recursive: true);
    }

    [Test]
    public async Task Output_comes_in_order_with_its_stream_and_the_exit_code_last()
    {
        var command = Shell("echo one; echo two; echo; echo ' four'; exit 3", ScriptedAnswer.Prints("one", "two", "", " four") with { ExitCode = 3 });
        var lines = new List<OutputLine>();

        var exitCode = await host.RunAsync(command, lines.Add, default);

        Assert.That(lines.Select(l => l.Text), Is.EqualTo(["one", "two", "", " four"]));
        Assert.That(lines.Select(l => l.IsError), Is.All.False);
        Assert.That(exitCode, Is.EqualTo(3));
    }

    [Test]
    public async Task A_listener_that_takes_its_time_misses_nothing()
    {
        // More than is read at once and less than a pipe holds: the command has ended while the listener stands still, at the first line longer than
        // we would wait for a child that keeps the pipe open, and once more in the middle.
        const int lines = 1200;
        var count = 0;
        await host.RunAsync(
            Shell($"i=0; while [ $i -lt {lines} ]; do echo \"line $i of what a slow terminal is shown\"; i=$((i + 1)); done", ScriptedAnswer.Prints([.. Enumerable.Range(0, lines).Select(i => $"line {i}")])),
            _ => Thread.Sleep(count++ switch { 0 => 7_000, lines / 2 => 3_000, _ => 0 }),
            default);

        Assert.That(count, Is.EqualTo(lines));
    }

    [Test]
    public async Task Lines_of_standard_error_say_so()
    {
        var output = await host.CaptureAsync(Shell("echo bad >&2", ScriptedAnswer.Fails(0, "bad")), default);

        Assert.That(output.Lines, Is.EqualTo([new OutputLine("bad", true)]));
    }

    [Test]
    public async Task Secrets_are_masked_in_output_and_rendering()
    {
        var command = Shell("echo token=s3cret.", ScriptedAnswer.Prints("token=s3cret.")) with { Secrets = [new Secret("s3cret")] };

        var output = await host.CaptureAsync(command, default);

        Assert.That(output.Output, Is.EqualTo("token=***."));
        Assert.That(CommandLine.Render(command), Does.Not.Contain("s3cret"));
    }

    [Test]
    public async Task A_program_that_is_not_there_is_an_error_of_the_host()
    {
        var thrown = await Assert.ThrowsAsync<StrataException>(() => host.RunAsync(new Command("no-such-program", "--x y"), null, default));

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
        Assert.That(thrown.Message, Does.StartWith("no-such-program '--x y': cannot be started: there is no program 'no-such-program'"));
    }

    [Test]
    public async Task Cancelling_ends_the_command_and_throws()
    {
        var command = Shell("echo ready; sleep 600", ScriptedAnswer.Prints("ready") with { Hangs = true });
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAsync(
            Is.InstanceOf<OperationCanceledException>(),
            () => host.RunAsync(command, _ => cancellation.Cancel(), cancellation.Token));
    }

    [Test]
    public async Task Nothing_runs_when_it_is_cancelled_already()
    {
        var command = Shell($"touch '{root}/ran'", ScriptedAnswer.Prints());

        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => host.RunAsync(command, null, new CancellationToken(true)));
        Assert.That(File.Exists(Path.Combine(root, "ran")), Is.False);
    }

    [Test]
    public async Task What_the_listener_throws_reaches_the_caller()
    {
        var command = Shell("echo ready; sleep 600", ScriptedAnswer.Prints("ready") with { Hangs = true });

        await Assert.ThrowsAsync<InvalidDataException>(() => host.RunAsync(command, _ => throw new InvalidDataException(), default));
    }

    [Test]
    public async Task Input_is_streamed_as_bytes_while_the_command_runs()
    {
        var block = new byte[100_000];
        Random.Shared.NextBytes(block);
        var command = Shell("cat > \"$0/input\"; wc -c < \"$0/input\"", ScriptedAnswer.Prints("1000000"), root) with
        {
            WriteInput = async (stream, token) =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await stream.WriteAsync(block, token);
                }
            },
        };

        var output = await host.CaptureAsync(command, default);

        Assert.That(output.Output, Is.EqualTo("1000000"));
        var given = host is ScriptedHost scripted ? scripted.Inputs[command] : await host.ReadFileAsync(Path.Combine(root, "input"), default);
        Assert.That(given, Is.EqualTo(Enumerable.Repeat(block, 10).SelectMany(b => b)));
    }

    [Test]
    public async Task Input_that_a_command_does_not_read_is_no_error()
    {
        var command = Shell("exit 3", new ScriptedAnswer(3)) with { WriteInput = (stream, token) => stream.WriteAsync(new byte[5_000_000], token).AsTask() };

        Assert.That(await host.RunAsync(command, null, default), Is.EqualTo(3));
    }

    [Test]
    public async Task What_the_writer_of_the_input_throws_reaches_the_caller()
    {
        var command = Shell("cat", ScriptedAnswer.Prints()) with { WriteInput = (_, _) => throw new InvalidDataException() };

        await Assert.ThrowsAsync<InvalidDataException>(() => host.RunAsync(command, null, default));
    }

    [Test]
    public async Task Output_is_read_as_bytes_beside_the_lines_of_standard_error()
    {
        var text = "";
        var script = Shell("echo bad >&2; printf 'one\\r\\ntwo\\n'", new ScriptedAnswer(0, new OutputLine("bad", true), new OutputLine("one\r", false), new OutputLine("two", false)));
        var command = script with { ReadOutput = async (stream, token) => text = await new StreamReader(stream).ReadToEndAsync(token) };

        var output = await host.CaptureAsync(command, default);

        Assert.That(text, Is.EqualTo("one\r\ntwo\n"));
        Assert.That(output.Lines, Is.EqualTo([new OutputLine("bad", true)]));
    }

    [Test]
    public async Task A_written_file_reads_back_and_goes_with_its_directory()
    {
        var path = Path.Combine(root, "sub/dir/file");
        Assert.That(await host.ReadFileAsync(path, default), Is.Null);

        await host.WriteFileAsync(path, "old"u8.ToArray(), isPrivate: false, default);
        await host.WriteFileAsync(path, "new"u8.ToArray(), isPrivate: true, default);
        Assert.That(Encoding.UTF8.GetString((await host.ReadFileAsync(path, default))!), Is.EqualTo("new"));

        await host.DeleteDirectoryAsync(Path.Combine(root, "sub"), default);
        await host.DeleteDirectoryAsync(Path.Combine(root, "sub"), default);
        Assert.That(await host.ReadFileAsync(path, default), Is.Null);
    }

    private Command Shell(string script, ScriptedAnswer answer, params string[] words)
    {
        var command = new Command("sh", ["-c", script, .. words]);
        (host as ScriptedHost)?.On(c => c.Arguments.SequenceEqual(command.Arguments), _ => answer);
        return command;
    }
}
