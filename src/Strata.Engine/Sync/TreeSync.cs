using System.Diagnostics;
using Strata.Engine.Hosts;

namespace Strata.Engine.Sync;

/// <summary>Brings trees of files to a host: only what it lacks is sent, in one compressed stream, and a tree is there whole or not at all.</summary>
/// <remarks>
/// A host needs a POSIX shell and the usual programs, no rsync and no python. Syncs at the same time, of the same or of other trees, from one
/// machine or several, do not disturb each other. What a sync that was cut off had brought is used by the next.
/// </remarks>
public sealed class TreeSync
{
    private const int MostAttempts = 3;
    private readonly string _project;
    private readonly string? _memory;

    /// <summary>Creates a sync.</summary>
    /// <param name="project">Whose trees they are, such as the repository's name; a tree is made from an earlier one of its project. Letters, digits, '.', '_' and '-'.</param>
    /// <param name="memory">A folder of this machine that remembers what hosts have; null to ask them each time.</param>
    /// <exception cref="ArgumentException">The project's name has other characters, begins with '.' or '-', or <see cref="IsReserved"/>.</exception>
    public TreeSync(string project, string? memory = null)
    {
        if (project.Length is 0 or > 100 || project[0] is '.' or '-' || !project.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') || IsReserved(project))
        {
            throw new ArgumentException($"'{project}' cannot name a project's trees", nameof(project));
        }

        (_project, _memory) = (project, memory);
    }

    /// <summary>Whether a name is one of the files that stand beside a tree on the host.</summary>
    public static bool IsReserved(string name) => name is "base" or "manifest" or "used" || name.StartsWith("patch.", StringComparison.Ordinal);

    /// <summary>Sees to it that a host has a tree of just these files.</summary>
    /// <param name="host">The host.</param>
    /// <param name="remoteRoot">Our folder on it, made when it is not there: absolute, or from the user's home there (<c>~/</c> or without).</param>
    /// <param name="files">All that the tree is to hold; directories above them come by themselves.</param>
    /// <param name="cancellation">Ends the sync; nothing half stays where trees are.</param>
    /// <exception cref="StrataException">
    /// A name or link cannot be sent (exit code 2), a file changed or went meanwhile (1), or the host is lost, full or lacks a program (4).
    /// </exception>
    public async Task<SyncResult> SyncAsync(IBuildHost host, string remoteRoot, IReadOnlyList<SyncFile> files, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var tree = TreeCheck.Check(files);
        var wanted = TreeManifest.Create(tree.Values);
        var remote = new SyncHost(host, remoteRoot, _project);
        var memory = SyncMemory.Open(_memory, $"{host.Name}\n{remoteRoot}\n{_project}");
        var there = await FindAsync(remote, wanted, memory, cancellation).ConfigureAwait(false);
        var (root, changes, sent) = (there.IsReady ? there.Root : null, default(TreeChanges), 0L);
        var blocks = root is null ? memory.Blocks(tree.Values) : BlockMemory.None;
        blocks.StartReading();
        for (var attempt = 1; root is null; attempt++)
        {
            changes = TreeChanges.Find(tree, wanted, there.Base, attempt == 1 ? blocks : BlockMemory.None);
            (root, var bytes) = await remote.ApplyAsync(wanted, there, changes, cancellation).ConfigureAwait(false);
            sent += bytes;
            if (root is null)
            {
                // What it was to be made from is gone, or not what we took it for: somebody cleaned up, or was faster.
                there = attempt < MostAttempts ? await remote.SurveyAsync(wanted.Digest, cancellation).ConfigureAwait(false) : throw remote.Failed("the trees there keep changing", "run it again");
                root = there.IsReady ? there.Root : null;
            }
        }

        await memory.KeepAsync(wanted, there.HasZstd, cancellation).ConfigureAwait(false);
        await blocks.KeepAsync(cancellation).ConfigureAwait(false);
        return new SyncResult(
            $"{root}/trees/{_project}/{wanted.Digest}/{_project}",
            tree.Values.Count(f => f.Kind != TreeEntryKind.Directory),
            changes is null ? 0 : changes.Entries.Count(f => f.Kind == TreeEntryKind.File) + changes.Patches.Count,
            sent,
            remote.RoundTrips,
            clock.Elapsed);
    }

    /// <summary>What the host has: as we remember it, so that it is not asked first, or as it says.</summary>
    private static async Task<SurveyAnswer> FindAsync(SyncHost remote, TreeManifest wanted, SyncMemory memory, CancellationToken cancellation)
    {
        var known = memory.Digests();
        if (known.Contains(wanted.Digest))
        {
            if (await remote.ProbeAsync(wanted.Digest, cancellation).ConfigureAwait(false) is { } found)
            {
                return new SurveyAnswer(found.Root, found.HasZstd, IsReady: true, SyncBase.None);
            }
        }
        else if (known.Count > 0 && await memory.FindAsync(known[0], cancellation).ConfigureAwait(false) is { } last)
        {
            return new SurveyAnswer("/", memory.HasZstd, IsReady: false, SyncBase.Tree(last));
        }

        return await remote.SurveyAsync(wanted.Digest, cancellation).ConfigureAwait(false);
    }
}
