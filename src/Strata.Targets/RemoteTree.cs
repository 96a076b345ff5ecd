using Strata.Engine.Files;
using Strata.Engine.Sync;
using Strata.Planning;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>The sources of a call on the host that builds.</summary>
internal static class RemoteTree
{
    /// <summary>Where the build context is on the host; sends what the images to build read, where that is another machine.</summary>
    public static async Task<string> BringAsync(StrataSession session, BuildPlace place, BuildPlan plan, ManifestSource manifests, CancellationToken cancellation)
    {
        if (place.Remote is null || !plan.ToBuild.Any())
        {
            return session.Root;
        }

        var files = await manifests.FilesAsync([.. plan.ToBuild.Select(s => s.Image.Name)], cancellation);
        var result = await TreeSync.SyncAsync(place.Host, $"{place.State}/trees", [.. files.Select(Of)], cancellation);
        var sent = result.SentFiles == 0 ? "all there already" : $"{result.SentFiles} sent, {Bytes.Format(result.SentBytes)}";
        ConsoleOutput.Progress.WriteLine($"sync    {result.KnownFiles} files known, {sent}, {Durations.Format(result.Elapsed)}");
        return result.RemotePath;
    }

    private static SyncFile Of(BuildFile file) => file.Kind switch
    {
        TreeEntryKind.Directory => SyncFile.Directory(file.Path, file.Mode),
        TreeEntryKind.Link => SyncFile.Link(file.Path, file.LinkTarget!),
        _ => SyncFile.File(file.Path, file.Mode, file.Hash!, file.Place),
    };
}
