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

    // How long it counts that nobody had changed a tree on the host.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
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

    /// <summary>The same, of files that are known already.</summary>
    public Task<SyncResult> SyncAsync(IBuildHost host, string remoteRoot, IReadOnlyList<SyncFile> files, CancellationToken cancellation) =>
        SyncAsync(host, remoteRoot, Task.FromResult(files), cancellation);

    /// <summary>Sees to it that a host has a tree of just these files.</summary>
    /// <param name="host">The host.</param>
    /// <param name="remoteRoot">Our folder on it, made when it is not there: absolute, or from the user's home there (<c>~/</c> or without).</param>
    /// <param name="files">All that the tree is to hold; directories above them come by themselves. The host is busy while they are looked for.</param>
    /// <param name="cancellation">Ends the sync; nothing half stays where trees are.</param>
    /// <exception cref="StrataException">
    /// A name or link cannot be sent (exit code 2), a file changed or went meanwhile (1), or the host is lost, full or lacks a program (4).
    /// </exception>
    public async Task<SyncResult> SyncAsync(IBuildHost host, string remoteRoot, Task<IReadOnlyList<SyncFile>> files, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var remote = new SyncHost(host, remoteRoot, _project);
        var memory = SyncMemory.Open(_memory, $"{host.Name}\n{remoteRoot}\n{_project}");
        var known = memory.Digests();
        var begun = known.Count > 0 ? remote.Begin(known[0], cancellation) : null;
        await using var ended = begun;
        var last = known.Count > 0 ? memory.FindAsync(known[0], cancellation) : Task.FromResult<TreeManifest?>(null);
        var tree = TreeCheck.Check(await files.ConfigureAwait(false));
        var wanted = TreeManifest.Create(tree.Values);
        if (begun is not null && known.Contains(wanted.Digest) && await remote.ReuseAsync(begun, wanted.Digest).ConfigureAwait(false) is { } found)
        {
            await memory.KeepAsync(wanted, memory.HasZstd, cancellation).ConfigureAwait(false);
            return Result(found, null, 0);
        }

        var isKnown = !known.Contains(wanted.Digest) && await last.ConfigureAwait(false) is not null;
        if (begun is not null && (!isKnown || clock.Elapsed > Fresh))
        {
            await begun.DisposeAsync().ConfigureAwait(false);
            begun = null;
        }

        var blocks = memory.Blocks(tree.Values);
        var there = isKnown
            ? new SurveyAnswer("/", memory.HasZstd, IsReady: false, SyncBase.Tree((await last.ConfigureAwait(false))!))
            : await remote.SurveyAsync(wanted.Digest, cancellation).ConfigureAwait(false);
        var (changes, sent) = (default(TreeChanges), 0L);
        for (var attempt = 1; !there.IsReady; attempt++)
        {
            changes = TreeChanges.Find(tree, wanted, there.Base, attempt == 1 ? blocks : BlockMemory.None);
            await using var call = begun ?? remote.Begin(there.Base.CanBeLinked ? there.Base.Manifest!.Digest : null, cancellation);
            var (root, bytes) = await remote.ApplyAsync(call, wanted, there, changes, blocks.StartReading).ConfigureAwait(false);
            sent += bytes;
            begun = null;
            if (root is not null)
            {
                there = there with { Root = root, IsReady = true };
                break;
            }

            // What it was to be made from is gone, or not what we took it for: somebody cleaned up, or was faster.
            there = attempt < MostAttempts ? await remote.SurveyAsync(wanted.Digest, cancellation).ConfigureAwait(false) : throw remote.Failed("the trees there keep changing", "run it again");
        }

        await memory.KeepAsync(wanted, there.HasZstd, cancellation).ConfigureAwait(false);
        await blocks.KeepAsync(cancellation).ConfigureAwait(false);
        return Result(there.Root, changes, sent);

        SyncResult Result(string root, TreeChanges? changes, long sent) => new(
            $"{root}/trees/{_project}/{wanted.Digest}/{_project}",
            tree.Values.Count(f => f.Kind != TreeEntryKind.Directory),
            changes is null ? 0 : changes.Entries.Count(f => f.Kind == TreeEntryKind.File) + changes.Patches.Count,
            sent,
            remote.RoundTrips,
            clock.Elapsed);
    }
}
