using System.Collections.Concurrent;
using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Settles results: of an image that has to be verified when that is done, which begins as soon as the engine has it.</summary>
/// <param name="plan">Says which images have to be verified.</param>
/// <param name="verify">What is wrong with an image, or null; null takes each for well.</param>
/// <param name="results">Where results go.</param>
/// <param name="progress">Hears of what is verified.</param>
internal sealed class ImageVerification(BuildPlan plan, Func<ImageBuilt, CancellationToken, Task<Problem?>>? verify, ImageResults results, IBuildProgress progress)
{
    private readonly ImmutableHashSet<string> _images = verify is null ? [] : [.. plan.ToBuild.Where(s => s.Image.IsVerified).Select(s => s.Image.Name)];
    private readonly ConcurrentDictionary<string, Task> _verifying = new(StringComparer.Ordinal);

    /// <summary>Nothing has to be verified.</summary>
    public bool IsEmpty => _images.IsEmpty;

    /// <summary>Whether the image has to be verified before others stand on it.</summary>
    public bool Contains(string image) => _images.Contains(image);

    /// <summary>Takes an image's result.</summary>
    public void Take(ImageResult result, CancellationToken cancellation)
    {
        if (result is ImageBuilt built && Contains(built.Image))
        {
            _verifying.GetOrAdd(built.Image, _ => VerifyAsync(built, cancellation));
        }
        else
        {
            results.Settle(result);
        }
    }

    /// <summary>Waits until none of these images is being verified any more.</summary>
    /// <remarks>When the call is cancelled, too: what a verification has started, it takes away. Its own error is thrown only when the call is not cancelled.</remarks>
    public async Task EndAsync(IEnumerable<string> images, CancellationToken cancellation) =>
        await Task.WhenAll(images.Select(i => _verifying.GetValueOrDefault(i)).OfType<Task>())
            .ConfigureAwait(cancellation.IsCancellationRequested ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);

    private async Task VerifyAsync(ImageBuilt built, CancellationToken cancellation)
    {
        await Task.Yield();
        progress.Report(new BuildEvent.Note($"verifying {built.Image} before others stand on it"));
        var problem = await verify!(built, cancellation).ConfigureAwait(false);
        results.Settle(problem is null ? built : new ImageFailed(built.Image, problem));
    }
}
