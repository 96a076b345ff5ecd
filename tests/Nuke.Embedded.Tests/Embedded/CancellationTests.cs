using System.Runtime.InteropServices;
using Nuke.Embedded.Tests.Samples;

namespace Nuke.Embedded.Tests.Embedded;

/// <summary>Ctrl-C, and targets that are cancelled otherwise.</summary>
[Parallelizable(ParallelScope.All)]
[Platform("Linux,MacOsX")]
public partial class CancellationTests
{
    [Test]
    public void Cancelled_target_is_aborted_and_the_build_exits_130()
    {
        var run = SampleRun.Of<Failures>("Cancelled", "Assured");

        Assert.That(run.ExitCode, Is.EqualTo(130), run.All);
        Assert.That(run.Status("Cancelled"), Is.EqualTo("Aborted"));
        Assert.That(run.Status("Assured"), Is.EqualTo("Succeeded"));
    }

    [Test]
    public void Interrupted_target_ends_by_itself_and_assured_ones_run()
    {
        var run = Interrupt("Waits", times: 1, "AfterWaits", "Assured");

        Assert.That(run.ExitCode, Is.EqualTo(130), run.All);
        Assert.That(run.Ran, Is.EqualTo("Waits Assured"));
        Assert.That(run.Status("Waits"), Is.EqualTo("Aborted"));
        Assert.That(run.Status("AfterWaits"), Is.EqualTo("NotRun"));
        Assert.That(run.Output, Does.Contain("Build cancelled on "));
    }

    [Test]
    public void Second_interrupt_ends_at_once()
    {
        var run = Interrupt("Stubborn", times: 2);

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Output, Does.Not.Contain("status"));
    }

    private static SampleRun Interrupt(string target, int times, params string[] others)
    {
        var root = Directory.CreateTempSubdirectory("nuke-cancel-").FullName;
        try
        {
            using var process = SampleRun.Start<Failures>(root, [], [target, .. others]);
            var read = "";
            for (var i = 0; i < times; i++)
            {
                var expected = i == 0 ? $"ran {target}" : "Cancelling";
                string line;
                do
                    read += (line = process.StandardOutput.ReadLine() ?? throw new EndOfStreamException(read)) + "\n";
                while (!line.StartsWith(expected, StringComparison.Ordinal));
                Assert.That(Kill(process.Id, 2), Is.Zero);
            }

            return SampleRun.End(process, root, read);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
