using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

[Platform("Linux")]
public sealed class LocalHostTests
{
    private readonly LocalHost host = new();
    private string root = null!;

    [SetUp]
    public async Task Create() => root = Directory.CreateTempSubdirectory("strata-local-").FullName;

    [TearDown]
    public async Task Delete()
    {
        await host.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    [Test]
    public async Task Input_is_given_whole_and_closed_when_there_is_none()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"line {i} äöü\n"));

        var echoed = await host.CaptureAsync(new Command("cat") { Input = text }, default);
        var empty = await host.CaptureAsync(new Command("cat"), default);

        Assert.That(echoed.Output + "\n", Is.EqualTo(text));
        Assert.That(empty.Lines, Is.Empty);
    }

    [Test]
    public async Task A_command_that_does_not_read_its_input_is_no_error()
    {
        Assert.That(await host.RunAsync(new Command("true") { Input = new string('x', 1_000_000) }, null, default), Is.Zero);
    }

    [Test]
    public async Task A_last_line_without_an_end_counts()
    {
        var output = await host.CaptureAsync(Shell("printf 'a\\r\\nb'; printf c >&2"), default);

        Assert.That(output.Lines, Is.EquivalentTo([new OutputLine("a", false), new OutputLine("b", false), new OutputLine("c", true)]));
    }

    [Test]
    public async Task Lines_come_while_the_command_runs()
    {
        var pipe = Path.Combine(root, "pipe");
        await host.RequireAsync(new Command("mkfifo", pipe), default);
        // The command goes on only when its first line was handed to us.
        var exitCode = await host.RunAsync(Shell("echo ready; read answer < \"$PIPE\"; exit $answer") with { Environment = Env("PIPE", pipe) },
            _ => File.WriteAllText(pipe, "7\n"), default);

        Assert.That(exitCode, Is.EqualTo(7));
    }

    [Test]
    public async Task Environment_is_added_to_ours_or_taken_away()
    {
        Environment.SetEnvironmentVariable("STRATA_TEST_OURS", "ours");
        var command = Shell("echo ${ADDED-none} ${STRATA_TEST_OURS-none}");

        var kept = await host.CaptureAsync(command with { Environment = Env("ADDED", "x y") }, default);
        var taken = await host.CaptureAsync(command with { Environment = Env("STRATA_TEST_OURS", null) }, default);

        Assert.That(kept.Output, Is.EqualTo("x y ours"));
        Assert.That(taken.Output, Is.EqualTo("none none"));
    }

    [Test]
    public async Task Programs_are_looked_up_on_the_PATH_that_the_command_sets()
    {
        var program = Path.Combine(root, "only-here");
        WriteProgram(program, "#!/bin/sh\npwd\n");

        var output = await host.CaptureAsync(new Command("only-here") { Environment = Env("PATH", root + ":/usr/bin:/bin"), WorkingDirectory = root }, default);

        Assert.That(output.Output, Is.EqualTo(root));
    }

    [Test]
    public async Task A_missing_directory_is_named()
    {
        var thrown = await Assert.ThrowsAsync<StrataException>(() => host.RunAsync(new Command("true") { WorkingDirectory = root + "/none" }, null, default));

        Assert.That(thrown!.Message, Is.EqualTo($"true: cannot be started: there is no directory '{root}/none'"));
    }

    [Test]
    public async Task A_file_that_no_loader_takes_cannot_be_started()
    {
        var program = Path.Combine(root, "broken");
        WriteProgram(program, "#!/no/such/interpreter\n");

        var thrown = await Assert.ThrowsAsync<StrataException>(() => host.RunAsync(new Command(program), null, default));

        Assert.That(thrown!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
    }

    [Test]
    public async Task A_child_that_keeps_the_pipe_open_holds_nobody_up()
    {
        var clock = Stopwatch.StartNew();
        var output = await host.CaptureAsync(Shell("sleep 60 & echo $!"), default);
        Process.GetProcessById(int.Parse(output.Output)).Kill();

        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task Cancelling_gives_the_command_time_to_end_well()
    {
        var done = Path.Combine(root, "done");
        var script = $"trap 'echo bye > {done}; exit 0' TERM; echo ready; while :; do sleep 0.05; done";

        await Cancel(Shell(script));

        Assert.That(File.ReadAllText(done), Is.EqualTo("bye\n"));
    }

    [Test]
    public async Task Cancelling_can_interrupt_first()
    {
        var done = Path.Combine(root, "done");
        if (!File.Exists("/usr/bin/perl"))
        {
            Assert.Ignore("there is no perl to catch SIGINT with");
        }
        // Not a shell: one that a test runner started with SIGINT ignored could not trap it.
        var script = $"$SIG{{INT}} = sub {{ open(F, '>', '{done}'); print F 'int'; exit 0 }}; $| = 1; print \"ready\\n\"; sleep 1 while 1";

        await Cancel(new Command("perl", "-e", script) { InterruptFirst = true });

        Assert.That(File.ReadAllText(done), Is.EqualTo("int"));
    }

    [TestCase("trap '' TERM INT; sleep 600 & echo $!; wait; sleep 600", TestName = "Cancelling_kills_what_ignores_signals")]
    [TestCase("setsid sh -c 'trap \"\" TERM; sleep 600' & echo $!; wait", TestName = "Cancelling_kills_a_child_with_a_session_of_its_own")]
    [TestCase("sh -c 'sleep 600 & echo $!'; sleep 600", TestName = "Cancelling_kills_an_orphan_of_the_session")]
    public async Task Cancelling_leaves_nothing_behind(string script)
    {
        var mark = $"600.{Random.Shared.Next(100_000, 999_999)}";

        await Cancel(Shell(script.Replace("600", mark, StringComparison.Ordinal)) with { GracePeriod = TimeSpan.FromMilliseconds(300) });

        Assert.That(ProcessesWith(mark), Is.Empty);
    }

    [Test]
    public async Task A_flood_of_output_keeps_its_order()
    {
        var last = -1;
        var inOrder = true;
        host.RunAsync(new Command("seq", "0", "200000"), line => inOrder &= int.Parse(line.Text) == ++last, default).GetAwaiter().GetResult();

        Assert.That(inOrder && last == 200_000, Is.True);
    }

    private async Task Cancel(Command command)
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => host.RunAsync(command, _ => cancellation.Cancel(), cancellation.Token));
    }

    private static void WriteProgram(string path, string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static IEnumerable<string> ProcessesWith(string mark) =>
        from directory in Directory.GetDirectories("/proc")
        where int.TryParse(Path.GetFileName(directory), out _)
        let words = TryRead(directory + "/cmdline")
        where words.Contains(mark, StringComparison.Ordinal)
        select words.Replace('\0', ' ');

    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static Command Shell(string script) => new("sh", "-c", script);

    private static System.Collections.Immutable.ImmutableDictionary<string, string?> Env(string name, string? value) =>
        System.Collections.Immutable.ImmutableDictionary<string, string?>.Empty.Add(name, value);
}
