using Strata.Engine.Files;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Files;

public sealed class FileLockTests
{
    private string root = null!;

    private string LockFile => Path.Combine(root, "sub", "engine.lock");

    [SetUp]
    public void Create() => root = Directory.CreateTempSubdirectory("strata-lock-").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(root, recursive: true);

    [Test]
    public async Task A_held_lock_is_waited_for_and_its_holder_named()
    {
        var first = FileLock.TryTake(LockFile, "building")!;
        Assert.That(FileLock.TryTake(LockFile, "other"), Is.Null);

        var waits = new TaskCompletionSource<string>();
        var second = FileLock.TakeAsync(LockFile, "second", waits.SetResult, default);
        Assert.That(await waits.Task, Is.EqualTo($"process {Environment.ProcessId}, building"));
        Assert.That(second.IsCompleted, Is.False);

        first.Dispose();
        (await second).Dispose();
    }

    [Test]
    public async Task Waiting_can_be_cancelled()
    {
        using var first = FileLock.TryTake(LockFile, "building");
        using var cancellation = new CancellationTokenSource();

        var second = FileLock.TakeAsync(LockFile, "second", _ => cancellation.Cancel(), cancellation.Token);

        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => second);
    }

    [Test]
    [Platform("Linux")]
    public async Task Other_processes_see_it_and_it_goes_with_a_killed_one()
    {
        var host = new LocalHost();
        using (FileLock.TryTake(LockFile, "here"))
        {
            Assert.That(await host.RunAsync(new Command("flock", "-n", LockFile, "true"), null, default), Is.EqualTo(1));
        }
        using var cancellation = new CancellationTokenSource();
        FileLock? whileHeld = null;
        await Assert.ThrowsAsync(Is.InstanceOf<OperationCanceledException>(), () => host.RunAsync(
            new Command("flock", LockFile, "sh", "-c", "echo held; sleep 600") { GracePeriod = TimeSpan.Zero },
            _ =>
            {
                whileHeld = FileLock.TryTake(LockFile, "too early");
                cancellation.Cancel();
            },
            cancellation.Token));

        Assert.That(whileHeld, Is.Null);
        using var after = FileLock.TryTake(LockFile, "after");
        Assert.That(after, Is.Not.Null);
    }

    [Test]
    [Platform("Linux")]
    public async Task A_full_disk_is_no_holder_and_is_told()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("a disk of its own needs root");
        }

        var host = new LocalHost();
        await host.RequireAsync(new Command("mount", "-t", "tmpfs", "-o", "nr_inodes=1", "none", root), default);
        try
        {
            var path = Path.Combine(root, "engine.lock");
            var full = await Assert.ThrowsAsync<StrataException>(() => FileLock.TakeAsync(path, "building", null, default));
            Assert.That(full!.ExitCode, Is.EqualTo(ExitCode.Unreachable));
            Assert.That(full.Message, Does.StartWith($"lock '{path}': it cannot be taken: No space left on device").And.EndWith("; make room for it, or let this user write there"));
        }
        finally
        {
            await host.RequireAsync(new Command("umount", root), default);
        }
    }

    [Test]
    public void A_place_that_cannot_hold_it_is_told()
    {
        Directory.CreateDirectory(LockFile);

        Assert.That(() => FileLock.TryTake(LockFile, "building"), Throws.TypeOf<StrataException>().With.Message.StartsWith($"lock '{LockFile}': it cannot be taken: "));
    }
}
