using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Makes the requests of one machine's rounds: what they solve, and what that is made of.</summary>
/// <param name="all">The targets of all machines, parents first.</param>
/// <param name="isHere">Whether an image is this machine's.</param>
/// <param name="canStandOnStored">The engine keeps images by the digest of their manifest, so that a later round stands on what an earlier one built.</param>
/// <param name="results">What is built.</param>
/// <param name="carried">What other machines have built.</param>
internal sealed class RoundRequests(SolveRequest all, Predicate<string> isHere, bool canStandOnStored, ImageResults results, CarriedImages carried)
{
    private readonly Dictionary<string, SolveTarget> _targets = all.Targets.ToDictionary(t => t.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <summary>Whether an image is this machine's.</summary>
    public bool IsHere(string image) => isHere(image);

    /// <summary>The request that solves some images. What is built already is stood on by its digest, where the engine can do that, else taken from the cache.</summary>
    /// <param name="images">The images.</param>
    /// <param name="withoutCache">Images whose steps are solved anew in this round.</param>
    /// <param name="cancellation">Ends the carrying of other machines' images.</param>
    public async Task<SolveRequest> NextAsync(IReadOnlyCollection<string> images, ImmutableHashSet<string> withoutCache, CancellationToken cancellation)
    {
        var rest = all with { Targets = [.. all.Targets.Where(t => IsHere(t.Name) && StoredOf(t.Name) is null).Select(Remaining)] };
        var wanted = images.Union(images.SelectMany(i => rest.Ancestors(i)).Select(a => a.Name)).ToHashSet(StringComparer.Ordinal);
        var targets = ImmutableArray.CreateBuilder<SolveTarget>();
        foreach (var target in rest.Targets.Where(t => wanted.Contains(t.Name)))
        {
            targets.Add(await carried.CarriedAsync(target, cancellation).ConfigureAwait(false));
        }

        var request = rest with { Targets = targets.ToImmutable(), AppendLogs = all.AppendLogs || targets.Any(t => _begun.Contains(t.Name)) };
        _begun.UnionWith(request.Targets.Select(t => t.Name));
        return request;

        SolveTarget Remaining(SolveTarget target) => target with
        {
            NoCache = target.NoCache && images.Contains(target.Name) || withoutCache.Contains(target.Name),
            Contexts = target.Contexts.SetItems(target.Contexts.Select(c => KeyValuePair.Create(c.Key, Stored(c.Value)))),
        };
    }

    private ContextSource Stored(ContextSource source) => source is ContextSource.Target { Name: var name } && IsHere(name) && StoredOf(name) is { } built
        ? ContextSource.OfStored(name, $"{_targets[name].Tags[^1]}@{built.Digest}", _targets[name].DockerfileText)
        : source;

    private ImageBuilt? StoredOf(string image) => canStandOnStored ? results.Known(image) as ImageBuilt : null;
}
