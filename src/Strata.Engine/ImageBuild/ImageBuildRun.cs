using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>
/// Carries out a plan: one solve for all images, another one for those that stand on images which have to be verified first or are another machine's,
/// and after a failure another one for what is still possible; of very many images one for each part of them.
/// </summary>
/// <remarks>Finished steps are cached, so a further round repeats little; there are at most as many rounds as failures and waves, and one.</remarks>
public sealed class ImageBuildRun
{
    private readonly BuildPlan _plan;
    private readonly SolveRequest _request;
    private readonly IBuildEngine? _engine;
    private readonly IBuildProgress _progress;
    private readonly bool _failFast;
    private readonly ImageResults _results;
    private CarriedImages? _carried;
    private int _started;

    /// <summary>Prepares a run.</summary>
    /// <param name="plan">What happens to each image.</param>
    /// <param name="request">A target for each image that the plan builds, parents first (SolveRequestFactory).</param>
    /// <param name="engine">What solves; null for a plan that builds nothing.</param>
    /// <param name="progress">Hears of steps, and once of each image's result.</param>
    /// <param name="failFast">Stop at the first failure.</param>
    public ImageBuildRun(BuildPlan plan, SolveRequest request, IBuildEngine? engine, IBuildProgress progress, bool failFast = false)
    {
        (_plan, _request, _engine, _progress, _failFast) = (plan, request, engine, new LockedProgress(progress), failFast);
        var missing = plan.ToBuild.Select(s => s.Image.Name).Except(request.Targets.Select(t => t.Name), StringComparer.Ordinal).FirstOrDefault();
        if (missing is not null)
        {
            throw new ArgumentException($"the request has no target for '{missing}'", nameof(request));
        }

        _results = new ImageResults(plan, request, _progress);
    }

    /// <summary>What a reused image is called now; without it, what it was called when it was built.</summary>
    public Func<PlanStep, string> NameOfReused { get; init; } = step => step.Reused!.Record.Reference;

    /// <summary>The engine keeps images by the digest of their manifest, so that a later round stands on what an earlier one built.</summary>
    public bool CanStandOnStored { get; init; }

    /// <summary>Verifies images that were built and are stood on only when they are well; gives what is wrong, or null. Null takes each for well.</summary>
    public Func<ImageBuilt, CancellationToken, Task<Problem?>>? Verify { get; init; }

    /// <summary>The first solve takes up a build that was left to a host: it is of all images, whatever has to be verified, and however many they are.</summary>
    public bool TakesUp { get; init; }

    /// <summary>Images of one solve, at most.</summary>
    public int MostAtOnce { get; init; } = BuildxEngine.MostTargets;

    /// <summary>The machine of an image, by its name there; without it one has them all.</summary>
    public Func<string, string?> HostOf { get; init; } = _ => null;

    /// <summary>Brings an image of one machine to where another's builds find it, and gives the reference with its digest by which they do; without it none crosses.</summary>
    public Func<ImageAvailable, CancellationToken, Task<string>>? Carry { get; init; }

    /// <summary>The digest of the parent that an image was built on, where that had to be brought from another machine; null elsewhere.</summary>
    public string? DigestBelow(string image, string parent) => _carried?.DigestBelow(image, parent);

    /// <summary>Whether the image was built once only, so that all that stands on it stands on the digest of its result.</summary>
    public bool IsCertain(string image) => _results.IsCertain(image);

    /// <summary>
    /// An image's result, as soon as it is known; the task fails with <see cref="StrataException"/> when the engine is lost. A cancelled run gives
    /// <see cref="ImageNotBuilt"/>.
    /// </summary>
    /// <remarks>An image that is done before the others has no layers yet: <see cref="Known"/> has them when the solve has ended.</remarks>
    /// <exception cref="KeyNotFoundException">The plan has no such image.</exception>
    public Task<ImageResult> For(string image) => _results.For(image);

    /// <summary>All that is known of an image's result so far; null while there is none.</summary>
    public ImageResult? Known(string image) => _results.Known(image);

    /// <summary>Builds; to be called once.</summary>
    /// <returns>A result for each step of the plan, in its order.</returns>
    /// <exception cref="StrataException">The engine is lost (exit code 4), or bake itself failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ImmutableArray<ImageResult>> RunAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
        {
            throw new InvalidOperationException("a run runs once");
        }

        try
        {
            foreach (var step in _plan.Steps.Where(s => s.Action == PlanAction.Skip))
            {
                _results.Settle(new ImageSkipped(step.Image.Name, step.Reason));
            }

            foreach (var step in _plan.ToReuse)
            {
                var (record, stored) = step.Reused!;
                _results.Settle(new ImageReused(step.Image.Name, NameOfReused(step), stored.Digest, record.Layers));
            }

            await SolveAsync(cancellation).ConfigureAwait(false);
            return await _results.AllAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _results.SettleRest(image => new ImageNotBuilt(image, "cancelled"));
            throw;
        }
        catch (Exception e)
        {
            _results.Fail(e);
            throw;
        }
    }

    // Machines build at once; each waits for what others bring it, and for nothing else.
    private async Task SolveAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var hosts = _results.Open.Select(HostOf).Distinct().ToArray();
        var verification = new ImageVerification(_plan, Verify, _results, _progress);
        var carried = _carried = new CarriedImages(HostOf, Carry, _results);
        var early = new LockedProgress(new EarlyResults(_progress, _request, result => verification.Take(result, ending.Token)));
        var mayWait = hosts.Length > 1 || !verification.IsEmpty;
        try
        {
            await Task.WhenAll(hosts.Select(HostAsync)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The first failure has ended all.
        }

        async Task HostAsync(string? host)
        {
            var rounds = new HostRounds(_engine!, early, new RoundRequests(_request, image => HostOf(image) == host, CanStandOnStored, _results, carried), _results, verification)
            {
                Awaited = Awaited,
                MostAtOnce = MostAtOnce,
                TakesUp = TakesUp,
                FailFast = _failFast,
            };
            try
            {
                await rounds.RunAsync(ending).ConfigureAwait(false);
            }
            catch
            {
                await ending.CancelAsync().ConfigureAwait(false);
                throw;
            }
        }

        // What stands on an image that has to be verified, or that another machine still builds, waits until that is done.
        IEnumerable<string> Awaited(string image) => !mayWait ? [] : _request.Ancestors(image).Select(a => a.Name)
            .Where(a => _results.Known(a) is null && (carried.Crosses(image, a) || verification.Contains(a)));
    }
}
