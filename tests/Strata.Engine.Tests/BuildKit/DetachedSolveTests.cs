using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.BuildKit;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DetachedSolveTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LocalHost _host = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-job-").FullName;

    private DetachedSolve Job => new(_host, _folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Job_runs_until_its_end_and_is_there_until_it_is_forgotten()
    {
        var gate = Path.Combine(_folder, "gate");
        await _host.RequireAsync(new Command("mkfifo", gate), default);
        await File.WriteAllTextAsync(Path.Combine(_folder, "bake.json"), "{}");
        await Job.StartAsync(new Command("/bin/sh", "-c", $"cat '{gate}'; exit 3"), null, default);
        Assert.That(await Job.FindAsync(default), Is.EqualTo((true, "{}")));

        List<string> lines = [];
        var following = Job.FollowAsync(line => lines.Add(line.Text), default);
        await File.WriteAllTextAsync(gate, "what it says\n");

        Assert.That(await following.WaitAsync(Patience), Is.EqualTo(3));
        Assert.That(lines, Is.EqualTo(new[] { "what it says" }));
        Assert.That(await Job.FindAsync(default), Is.EqualTo((false, "{}")));
    }

    [Test]
    public async Task Process_that_got_the_number_of_a_job_after_a_reboot_is_not_taken_for_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "bake.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(_folder, "pid"), $"{Environment.ProcessId}\n");

        Assert.That(await Job.FindAsync(default), Is.Null);
        using var deadline = new CancellationTokenSource(Patience);
        Assert.That(() => Job.FollowAsync(_ => { }, deadline.Token), Throws.TypeOf<StrataException>().With.Message.Contains("it was killed"));
    }

    [Test]
    public async Task Job_that_was_killed_is_no_job()
    {
        var asked = Path.Combine(_folder, "asked");
        await _host.RequireAsync(new Command("mkfifo", asked), default);
        await File.WriteAllTextAsync(Path.Combine(_folder, "bake.json"), "{}");
        await Job.StartAsync(new Command("/bin/sh", "-c", $"echo well >'{asked}'; cat '{asked}'"), null, default);
        var following = Job.FollowAsync(_ => { }, default);
        Assert.That(await File.ReadAllTextAsync(asked), Is.EqualTo("well\n"));

        // The group of its session.
        await _host.RequireAsync(new Command("/bin/sh", "-c", $"kill -s KILL -- -$(cat '{_folder}/pid')"), default);

        Assert.That(async () => await following.WaitAsync(Patience), Throws.TypeOf<StrataException>().With.Message.Contains("it was killed"));
        Assert.That(await Job.FindAsync(default), Is.Null);
    }
}
