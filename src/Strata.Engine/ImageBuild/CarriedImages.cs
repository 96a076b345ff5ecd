using System.Collections.Concurrent;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Brings images of one machine to where another's builds find them, each once.</summary>
/// <param name="hostOf">The machine of an image, by its name there.</param>
/// <param name="carry">Brings one, and gives the reference with its digest by which it is found; null when none crosses.</param>
/// <param name="results">What is built.</param>
internal sealed class CarriedImages(Func<string, string?> hostOf, Func<ImageAvailable, CancellationToken, Task<string>>? carry, ImageResults results)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _carried = new(StringComparer.Ordinal);

    /// <summary>Whether two images belong to two machines.</summary>
    public bool Crosses(string image, string parent) => hostOf(image) != hostOf(parent);

    /// <summary>The digest of the parent that an image was built on, where that had to be brought from another machine; null elsewhere.</summary>
    public string? DigestBelow(string image, string parent) =>
        Crosses(image, parent) && _carried.TryGetValue(parent, out var carried) && carried.Value is { IsCompletedSuccessfully: true, Result: var reference }
            ? reference[(reference.LastIndexOf('@') + 1)..]
            : null;

    /// <summary>The target, standing on what was brought here in place of what another machine has.</summary>
    public async Task<SolveTarget> CarriedAsync(SolveTarget target, CancellationToken cancellation)
    {
        var contexts = target.Contexts;
        foreach (var (key, source) in target.Contexts)
        {
            if (source is ContextSource.Target { Name: var parent } && Crosses(target.Name, parent))
            {
                // Two machines may wait for the same one.
                var carried = _carried.GetOrAdd(parent, p => new Lazy<Task<string>>(() => carry!((ImageAvailable)results.Known(p)!, cancellation)));
                contexts = contexts.SetItem(key, new ContextSource.Image(await carried.Value.ConfigureAwait(false)));
            }
        }

        return target with { Contexts = contexts };
    }
}
