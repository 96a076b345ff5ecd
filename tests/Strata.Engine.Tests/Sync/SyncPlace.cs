using System.Collections.Immutable;
using System.Runtime.Versioning;
using Strata.Engine.Hosts;
using Strata.Engine.Sync;
using Strata.Engine.Tests.BuildKit;
using Strata.Testing.Hosts;

namespace Strata.Engine.Tests.Sync;

/// <summary>A folder for one test: the root on the "host", sources, and the memory of what was synced.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SyncPlace : IDisposable
{
    public const string Project = "shop";

    private readonly string _folder = Directory.CreateTempSubdirectory("strata-sync-").FullName;

    public SyncPlace()
    {
        Directory.CreateDirectory(Sources);
        Empty = LocalTree.Empty(Sources);
    }

    public string Root => Path.Combine(_folder, "host", "it's a root");

    public string Memory => Path.Combine(_folder, "memory");

    public LocalTree Empty { get; }

    /// <summary>Trees and what comes in, without the folders that hold them.</summary>
    public string[] Trees => Below("trees", Project);

    public string[] Incoming => Below("incoming");

    private string Sources => Path.Combine(_folder, "sources");

    /// <summary>This machine with all programs from busybox.</summary>
    public static async Task<IBuildHost> BusyboxAsync()
    {
        var busybox = await DebianTool.FindAsync("busybox-static", "bin/busybox");
        var folder = Path.Combine(Path.GetTempPath(), "strata-test-tools", "busybox-applets");
        if (!Directory.Exists(folder))
        {
            var partial = Directory.CreateTempSubdirectory("strata-applets-").FullName;
            await new LocalHost().RequireAsync(new Command(busybox, "--install", "-s", partial), default);
            try
            {
                Directory.Move(partial, folder);
            }
            catch (IOException)
            {
                // Another run was faster.
            }
        }

        return new EnvironmentHost(new LocalHost(), ImmutableDictionary<string, string?>.Empty.Add("PATH", folder));
    }

    /// <summary>Syncs, and checks that what is there is the tree, and nothing half.</summary>
    public async Task<SyncResult> SyncAsync(IBuildHost host, LocalTree tree, bool remembers = true)
    {
        var result = await new TreeSync(SyncPlace.Project, remembers ? Memory : null).SyncAsync(host, Root, tree.Files, default);
        Assert.That(tree.DifferencesFrom(result.RemotePath), Is.Empty);
        Assert.That(result.RemotePath, Does.StartWith(Root + "/trees/"));
        return result;
    }

    public void Dispose()
    {
        foreach (var directory in Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string[] Below(params string[] path)
    {
        var folder = Path.Combine([Root, .. path]);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder)] : [];
    }
}
