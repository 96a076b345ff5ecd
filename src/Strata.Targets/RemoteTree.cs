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
        var images = plan.ToBuild.Where(s => s.Host == place.Remote?.Name).Select(s => s.Image.Name).ToArray();
        if (place.Remote is null || images.Length == 0)
        {
            return session.Root;
        }

        var files = Task.Run(async () => (IReadOnlyList<SyncFile>)[.. (await manifests.FilesAsync(images, cancellation)).Select(SyncFile.From)], cancellation);
        var sync = new TreeSync(Project(session.Root), place.Local.Combine("hosts", place.Key[1..], "trees"));
        var result = await sync.SyncAsync(place.Host, place.State, files, cancellation);
        var sent = result.SentFiles == 0 ? "all there already" : $"{result.SentFiles} sent, {Bytes.Format(result.SentBytes)}";
        ConsoleOutput.Progress.WriteLine($"sync    {result.KnownFiles} files known, {sent}, {Durations.Format(result.Elapsed)}");
        return result.RemotePath;
    }

    /// <summary>Names the clone's trees on the host; clones of one name share what they have in common.</summary>
    public static string Project(string root)
    {
        var name = string.Concat(Path.GetFileName(Path.TrimEndingDirectorySeparator(root)).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return name.Length == 0 || TreeSync.IsReserved(name) ? $"project-{name}".TrimEnd('-') : name[..Math.Min(name.Length, 60)];
    }
}
