using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Hosts;

/// <summary>The scripts that run on a host, without one.</summary>
[Platform("Linux")]
public sealed class SshScriptTests
{
    [Test]
    public async Task What_is_slow_to_die_is_gone_when_its_end_is_told()
    {
        // As on a machine that is short of processors: a signal is heeded some time after it was sent.
        const string slow = """kill() { case $* in *KILL*) { sleep 0.3; command kill "$@"; } >/dev/null 2>&1 & ;; *) command kill "$@" ;; esac; }""";
        var job = Path.GetTempFileName();
        using var group = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", "trap '' TERM; echo $$ >\"$0\"; sleep 600", job]))!;
        Assert.That(() => File.ReadAllText(job).Trim(), Is.EqualTo($"{group.Id}").After(10_000, 20));

        var end = SshScript.OfEnd(new Command("any") { GracePeriod = TimeSpan.FromSeconds(0.1) }, job);
        await new LocalHost().RequireAsync(new Command("/bin/sh", "-c", $"{slow}\n{end}"), default);

        Assert.That(group.WaitForExit(0), Is.True);
        File.Delete(job);
        File.Delete(job + ".end");
    }
}
