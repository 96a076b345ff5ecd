using System.Collections.Concurrent;
using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>What is known of the images of a plan: one result for each, told as soon as it is there.</summary>
/// <param name="plan">What happens to each image.</param>
/// <param name="request">A target for each image that the plan builds, parents first.</param>
/// <param name="progress">Hears of each result, once.</param>
internal sealed class ImageResults(BuildPlan plan, SolveRequest request, IBuildProgress progress)
{
    private readonly ImmutableDictionary<string, TaskCompletionSource<ImageResult>> _results = plan.Steps.ToImmutableDictionary(
        s => s.Image.Name, _ => new TaskCompletionSource<ImageResult>(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, ImageResult> _settled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImageBuilt> _measured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _uncertain = new(StringComparer.Ordinal);

    /// <summary>The images to build that have no result yet, parents first.</summary>
    public IReadOnlyList<string> Open => [.. request.Targets.Select(t => t.Name).Where(t => _results.ContainsKey(t) && !_settled.ContainsKey(t))];

    /// <summary>An image's result, as soon as it is known.</summary>
    /// <exception cref="KeyNotFoundException">The plan has no such image.</exception>
    public Task<ImageResult> For(string image) => _results[image].Task;

    /// <summary>All that is known of an image's result so far; null while there is none.</summary>
    public ImageResult? Known(string image) => _measured.TryGetValue(image, out var built) ? built : _settled.GetValueOrDefault(image);

    /// <summary>Whether the image was built once only, so that all that stands on it stands on the digest of its result.</summary>
    public bool IsCertain(string image) => !_uncertain.ContainsKey(image);

    /// <summary>Waits for all images.</summary>
    /// <returns>A result for each step of the plan, in its order.</returns>
    public async Task<ImmutableArray<ImageResult>> AllAsync()
    {
        await Task.WhenAll(plan.Steps.Select(s => For(s.Image.Name))).ConfigureAwait(false);
        return [.. plan.Steps.Select(s => Known(s.Image.Name)!)];
    }

    /// <summary>Takes an image's result; only the first counts. Who waits for it goes on when it has been told: what they print comes behind.</summary>
    public void Settle(ImageResult result)
    {
        if (!_results.TryGetValue(result.Image, out var open) || !_settled.TryAdd(result.Image, result))
        {
            return;
        }

        try
        {
            progress.Report(new BuildEvent.ImageFinished(result));
        }
        finally
        {
            open.TrySetResult(result);
        }
    }

    /// <summary>Gives a result to each image that has none.</summary>
    public void SettleRest(Func<string, ImageResult> result)
    {
        foreach (var step in plan.Steps)
        {
            Settle(result(step.Image.Name));
        }
    }

    /// <summary>Settles what stands on a failed image, here or on another machine.</summary>
    /// <returns>Whether there was any.</returns>
    public bool SettleBlocked()
    {
        if (!request.Targets.Any(t => Known(t.Name) is ImageFailed))
        {
            return false;
        }

        var blocked = Open.Select(i => (Image: i, Parent: request.Ancestors(i).FirstOrDefault(a => Known(a.Name) is ImageFailed))).Where(b => b.Parent is not null).ToArray();
        foreach (var (image, parent) in blocked)
        {
            Settle(new ImageNotBuilt(image, $"{parent!.Name} failed"));
        }

        return blocked.Length > 0;
    }

    /// <summary>Takes what is known of a built image when its solve has ended: its layers, and in a further round perhaps another digest.</summary>
    public void Measure(ImageBuilt built)
    {
        if (_settled.GetValueOrDefault(built.Image) is not ImageBuilt first)
        {
            return;
        }

        // Solved in two rounds, it may be two images, and nobody knows which of both its children stand on.
        if (first.Digest != built.Digest)
        {
            _uncertain[built.Image] = true;
        }

        _measured[built.Image] = built;
    }

    /// <summary>Fails for all who still wait for a result.</summary>
    public void Fail(Exception reason)
    {
        foreach (var open in _results.Values)
        {
            open.TrySetException(reason);
        }
    }
}
