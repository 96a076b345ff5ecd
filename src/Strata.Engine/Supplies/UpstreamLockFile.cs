using System.Collections.Immutable;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>The committed lock of a repository, and how it comes to know what it lacks.</summary>
/// <param name="path">The file on this machine; absolute.</param>
/// <param name="gate">The lock that those take who write it, outside of what is committed; absolute.</param>
/// <param name="resolver">Looks up what is missing.</param>
/// <param name="isLocked">Fail in place of changing the lock.</param>
/// <param name="note">Hears what was added or has moved, for people.</param>
public sealed class UpstreamLockFile(string path, string gate, IUpstreamResolver resolver, bool isLocked, Action<string> note)
{
    /// <summary>Where it stands in a repository.</summary>
    public const string DefaultPath = "docker/upstreams.lock.json";

    /// <summary>The lock of those who write it, in the temporary folder of a clone.</summary>
    public const string Gate = "upstreams.lock";

    private const string Remedy = "run ./build.sh LockUpstreams and commit the lock, or leave out --locked";

    /// <summary>The file is left as it is, also where it lacks something (a dry run).</summary>
    public bool IsKept { get; init; }

    /// <summary>Something is built of what is not in the lock that fingerprints were made of: they are stale.</summary>
    public bool HasMoved { get; private set; }

    /// <summary>The lock as it stands; empty when there is no file.</summary>
    /// <exception cref="DefinitionException">The file is damaged.</exception>
    public async Task<UpstreamLock> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return UpstreamLockText.Parse(await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return UpstreamLock.Empty;
        }
        catch (FormatException e)
        {
            throw new DefinitionException(new Problem(DefaultPath, e.Message, "mend it, or delete it and run ./build.sh LockUpstreams"));
        }
    }

    /// <summary>The lock with all of these upstreams in it: what it lacks is looked up and written down; else nobody is asked.</summary>
    /// <exception cref="DefinitionException">It is locked and lacks some, all of which are named.</exception>
    public async Task<UpstreamLock> EnsureAsync(IEnumerable<Upstream> upstreams, Supply supply, CancellationToken cancellation)
    {
        var locked = await ReadAsync(cancellation).ConfigureAwait(false);
        ImmutableArray<Upstream> missing = [.. upstreams.DistinctBy(u => u.Reference).Where(u => UpstreamLock.CanLock(u, supply) && !locked.Has(u, supply))];
        if (missing.IsEmpty)
        {
            return locked;
        }

        Require([.. missing.Select(u => new Problem(DefaultPath, $"has no entry for '{u}' in the {supply.ToWord()} supply", Remedy))]);
        var added = await ResolveAsync(missing, supply, cancellation).ConfigureAwait(false);
        if (IsKept)
        {
            note($"{DefaultPath}: would lock {string.Join(", ", missing.Select(u => u.Reference))}");
            return locked.Merge(added);
        }

        note($"{DefaultPath}: locks {string.Join(", ", missing.Select(u => u.Reference))}; commit it");
        return await WriteAsync(added, cancellation).ConfigureAwait(false);
    }

    /// <summary>Looks upstreams up anew, whatever is locked.</summary>
    public async Task<UpstreamLock> ResolveAsync(IEnumerable<Upstream> upstreams, Supply supply, CancellationToken cancellation)
    {
        var found = UpstreamLock.Empty;
        foreach (var upstream in upstreams.DistinctBy(u => u.Reference).Where(u => UpstreamLock.CanLock(u, supply)))
        {
            found = supply == Supply.Hub
                ? found.With(upstream, await resolver.ResolveHubAsync(upstream, cancellation).ConfigureAwait(false))
                : found.With(upstream, await resolver.ResolveDebianAsync(upstream.Debian!, cancellation).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>What the archive holds now for a root that has to be made: where the file says otherwise it is brought up to date, since the archive keeps only the newest.</summary>
    /// <param name="upstreams">The upstreams that the root stands for.</param>
    /// <param name="root">The root.</param>
    /// <param name="used">The lock that fingerprints were made of; the file may have been brought up to date since.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <exception cref="DefinitionException">It is locked, and the archive has moved on.</exception>
    public async Task<DebianLock> RenewAsync(IReadOnlyCollection<Upstream> upstreams, DebianRoot root, UpstreamLock used, CancellationToken cancellation)
    {
        var current = await resolver.ResolveDebianAsync(root, cancellation).ConfigureAwait(false);
        HasMoved |= upstreams.Any(u => used.Debian(u) is { } before && before != current);
        var locked = await ReadAsync(cancellation).ConfigureAwait(false);
        ImmutableArray<Upstream> stale = [.. upstreams.Where(u => locked.Debian(u) != current)];
        if (stale.IsEmpty)
        {
            return current;
        }

        Require([.. stale.Select(u => new Problem(DefaultPath, $"the archive has moved on from what is locked for '{u}' in the debian supply", Remedy))]);
        note(stale.Any(u => locked.Debian(u) is not null)
            ? $"{DefaultPath}: debian {root.Suite} has moved on and keeps only its newest packages, so those are taken and locked; commit it"
            : $"{DefaultPath}: locks debian {root.Suite}; commit it");
        await WriteAsync(stale.Aggregate(UpstreamLock.Empty, (l, u) => l.With(u, current)), cancellation).ConfigureAwait(false);
        return current;
    }

    /// <summary>Adds to the file what is newer; what others wrote meanwhile stays.</summary>
    /// <returns>The lock as it now stands.</returns>
    public async Task<UpstreamLock> WriteAsync(UpstreamLock newer, CancellationToken cancellation)
    {
        using var held = await FileLock.TakeAsync(gate, "writing down what upstreams are", null, cancellation).ConfigureAwait(false);
        var before = await ReadAsync(cancellation).ConfigureAwait(false);
        var merged = before.Merge(newer);
        var text = UpstreamLockText.Render(merged);
        if (text != UpstreamLockText.Render(before) || !File.Exists(path))
        {
            await AtomicFile.WriteAsync(path, text, isPrivate: false, cancellation).ConfigureAwait(false);
        }

        return merged;
    }

    private void Require(ImmutableArray<Problem> problems)
    {
        if (isLocked)
        {
            throw new DefinitionException(problems);
        }
    }
}
