using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>Solves the images of one machine round by round, until each has a result.</summary>
/// <param name="engine">What solves.</param>
/// <param name="progress">Hears of steps, and settles what is exported.</param>
/// <param name="requests">Makes the request of a round.</param>
/// <param name="results">What is known of all images.</param>
/// <param name="verification">Takes the results.</param>
internal sealed class HostRounds(IBuildEngine engine, IBuildProgress progress, RoundRequests requests, ImageResults results, ImageVerification verification)
{
    private readonly HashSet<string> _renewed = new(StringComparer.Ordinal);

    /// <summary>What an image has to wait for before a round can take it.</summary>
    public required Func<string, IEnumerable<string>> Awaited { get; init; }

    /// <summary>Images of one solve, at most.</summary>
    public required int MostAtOnce { get; init; }

    /// <summary>The first round is of all images: it takes up what another call began.</summary>
    public required bool TakesUp { get; init; }

    /// <summary>Stop at the first failure.</summary>
    public required bool FailFast { get; init; }

    private IReadOnlyList<string> Open => [.. results.Open.Where(requests.IsHere)];

    /// <summary>Solves.</summary>
    /// <param name="ending">Cancelled from outside, and by the first failure when that ends all.</param>
    /// <exception cref="StrataException">The engine is lost (exit code 4), or bake itself failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or another machine's failure ends all.</exception>
    public async Task RunAsync(CancellationTokenSource ending)
    {
        var (most, takesUp) = (MostAtOnce, TakesUp);
        ImmutableHashSet<string> withoutCache = [];
        while (Open is { Count: > 0 } open)
        {
            // What can be solved now, parents first. What became so by a failure is found behind it.
            var awaited = open.Select(o => (Image: o, Ancestors: Awaited(o).ToArray())).ToArray();
            ImmutableArray<string> wave = takesUp ? [.. open] : [.. awaited.Where(a => a.Ancestors.Length == 0).Select(a => a.Image).Take(most)];
            if (results.SettleBlocked() || wave.Any(image => results.Known(image) is not null))
            {
                // Another machine may have settled some of it meanwhile.
                continue;
            }

            if (wave.IsEmpty)
            {
                await Task.WhenAny(awaited.SelectMany(a => a.Ancestors).Distinct(StringComparer.Ordinal).Select(results.For)).WaitAsync(ending.Token).ConfigureAwait(false);
                continue;
            }

            ending.Token.ThrowIfCancellationRequested();
            var request = await requests.NextAsync(wave, withoutCache, ending.Token).ConfigureAwait(false);
            var lost = await SolveAsync(request, ending.Token).ConfigureAwait(false);
            takesUp = false;
            results.SettleBlocked();
            var failed = request.Targets.Select(t => results.Known(t.Name)).OfType<ImageFailed>().FirstOrDefault();
            if (FailFast && failed is not null)
            {
                await ending.CancelAsync().ConfigureAwait(false);
                results.SettleRest(image => new ImageNotBuilt(image, $"stopped because {failed.Image} failed"));
                return;
            }

            // The step may be one of an image below, too.
            withoutCache = [.. lost, .. lost.SelectMany(l => request.Ancestors(l)).Select(a => a.Name)];
            if (!lost.IsEmpty)
            {
                progress.Report(new BuildEvent.Note($"the engine's cache has lost a step of {string.Join(", ", lost)}, which is solved again without it"));
                continue;
            }

            if (Open.Count == open.Count && most == 1)
            {
                throw new StrataException(ExitCode.BuildFailed, new Problem("docker buildx bake", "the engine neither built nor failed anything", "see its log; finished steps are cached"));
            }

            if (failed is null && Open.Intersect(wave).Any())
            {
                // The engine lost jobs, which happens the more easily the more of them there are.
                most = Math.Max(1, Math.Min(most, wave.Length) / 2);
            }
        }
    }

    // Gives the images of which the engine's cache has lost a step.
    private async Task<ImmutableArray<string>> SolveAsync(SolveRequest request, CancellationToken cancellation)
    {
        ImmutableArray<ImageResult> solved;
        ImmutableArray<string> lost;
        try
        {
            solved = await engine.SolveAsync(request, progress, cancellation).ConfigureAwait(false);

            // Once is enough: what fails so again has another reason.
            lost = [.. solved.OfType<ImageFailed>().Where(f => f.IsStepLost && _renewed.Add(f.Image)).Select(f => f.Image)];
            foreach (var result in solved.Where(r => r is ImageBuilt or ImageFailed && !lost.Contains(r.Image)))
            {
                verification.Take(result, cancellation);
            }
        }
        finally
        {
            await verification.EndAsync(request.Targets.Select(t => t.Name), cancellation).ConfigureAwait(false);
        }

        cancellation.ThrowIfCancellationRequested();
        foreach (var built in solved.OfType<ImageBuilt>())
        {
            results.Measure(built);
        }

        return lost;
    }
}
