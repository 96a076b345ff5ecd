using System.Runtime.Versioning;
using Strata.Engine.Hosts;

namespace Strata.Engine.Tests.Sync;

/// <summary>Tests that sync to this machine, with its own programs or with busybox's.</summary>
/// <param name="shell"><c>sh</c> or <c>busybox</c>.</param>
[UnsupportedOSPlatform("windows")]
public abstract class ShellFixture(string shell)
{
    /// <summary><c>sh</c> or <c>busybox</c>.</summary>
    protected string Shell => shell;

    private protected SyncPlace place = null!;
    private protected IBuildHost host = null!;

    [SetUp]
    public async Task Create()
    {
        host = shell == "sh" ? new LocalHost() : await SyncPlace.BusyboxAsync();
        place = new SyncPlace();
    }

    [TearDown]
    public void Delete() => place?.Dispose();
}
