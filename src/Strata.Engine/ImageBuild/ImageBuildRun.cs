using System.Collections.Concurrent;
using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Planning;

namespace Strata.Engine.ImageBuild;

/// <summary>
/// Carries out a plan: one solve for all images, another one for those that stand on images which have to be verified first, and after a failure
/// another one for what is still possible.
/// </summary>
/// <remarks>Finished steps are cached, so a further round repeats little; there are at most as many rounds as failures and waves, and one.</remarks>
public sealed class ImageBuildRun
{
    private readonly BuildPlan _plan;
    private readonly SolveRequest _request;
    private readonly IBuildEngine? _engine;
    private readonly IBuildProgress _progress;
    private readonly bool failFast;
    private readonly ImmutableDictionary<string, TaskCompletionSource<ImageResult>> _results;
    private readonly ConcurrentDictionary<string, ImageBuilt> _measured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _uncertain = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _verifying = new(StringComparer.Ordinal);
    private readonly ImmutableHashSet<string> _toVerify;
    private int started;

    /// <summary>Prepares a run.</summary>
    /// <param name="plan">What happens to each image.</param>
    /// <param name="request">A target for each image that the plan builds, parents first (SolveRequestFactory).</param>
    /// <param name="engine">What solves; null for a plan that builds nothing.</param>
    /// <param name="progress">Hears of steps, and once of each image's result.</param>
    /// <param name="failFast">Stop at the first failure.</param>
    public ImageBuildRun(BuildPlan plan, SolveRequest request, IBuildEngine? engine, IBuildProgress progress, bool failFast = false)
    {
        (_plan, _request, _engine, _progress, this.failFast) = (plan, request, engine, new LockedProgress(progress), failFast);
        var missing = plan.ToBuild.Select(s => s.Image.Name).Except(request.Targets.Select(t => t.Name), StringComparer.Ordinal).FirstOrDefault();
        if (missing is not null)
        {
            throw new ArgumentException($"the request has no target for '{missing}'", nameof(request));
        }

        _toVerify = [.. plan.ToBuild.Where(s => s.Image.IsVerified).Select(s => s.Image.Name)];
        _results = _plan.Steps.ToImmutableDictionary(
            s => s.Image.Name, _ => new TaskCompletionSource<ImageResult>(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);
    }

    /// <summary>What a reused image is called now; without it, what it was called when it was built.</summary>
    public Func<PlanStep, string> NameOfReused { get; init; } = step => step.Reused!.Record.Reference;

    /// <summary>The engine keeps images by the digest of their manifest, so that a later round stands on what an earlier one built.</summary>
    public bool CanStandOnStored { get; init; }

    /// <summary>Verifies images that were built and are stood on only when they are well; gives what is wrong, or null. Null takes each for well.</summary>
    public Func<ImageBuilt, CancellationToken, Task<Problem?>>? Verify { get; init; }

    /// <summary>Whether the image was built once only, so that all that stands on it stands on the digest of its result.</summary>
    public bool IsCertain(string image) => !_uncertain.ContainsKey(image);

    /// <summary>
    /// An image's result, as soon as it is known; the task fails with <see cref="StrataException"/> when the engine is lost. A cancelled run gives
    /// <see cref="ImageNotBuilt"/>.
    /// </summary>
    /// <remarks>An image that is done before the others has no layers yet: <see cref="Known"/> has them when the solve has ended.</remarks>
    /// <exception cref="KeyNotFoundException">The plan has no such image.</exception>
    public Task<ImageResult> For(string image) => _results[image].Task;

    /// <summary>All that is known of an image's result so far; null while there is none.</summary>
    /// <exception cref="KeyNotFoundException">The plan has no such image.</exception>
    public ImageResult? Known(string image) =>
        _measured.TryGetValue(image, out var built) ? built
        : _results[image].Task is { IsCompletedSuccessfully: true } known ? known.Result
        : null;

    /// <summary>Builds; to be called once.</summary>
    /// <returns>A result for each step of the plan, in its order.</returns>
    /// <exception cref="StrataException">The engine is lost (exit code 4), or bake itself failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ImmutableArray<ImageResult>> RunAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref started, 1) == 1)
        {
            throw new InvalidOperationException("a run runs once");
        }

        try
        {
            foreach (var step in _plan.Steps.Where(s => s.Action == PlanAction.Skip))
            {
                Settle(new ImageSkipped(step.Image.Name, step.Reason));
            }

            foreach (var step in _plan.ToReuse)
            {
                var (record, stored) = step.Reused!;
                Settle(new ImageReused(step.Image.Name, NameOfReused(step), stored.Digest, record.Layers));
            }

            await RoundsAsync(cancellation).ConfigureAwait(false);
            await Task.WhenAll(_plan.Steps.Select(s => For(s.Image.Name))).ConfigureAwait(false);
            return [.. _plan.Steps.Select(s => Known(s.Image.Name)!)];
        }
        catch (OperationCanceledException)
        {
            SettleRest(image => new ImageNotBuilt(image, "cancelled"));
            throw;
        }
        catch (Exception e)
        {
            foreach (var open in _results.Values)
            {
                open.TrySetException(e);
            }

            throw;
        }
        finally
        {
            _progress.Report(new BuildEvent.Ended());
        }
    }

    private async Task RoundsAsync(CancellationToken cancellation)
    {
        var early = new EarlyResults(_progress, _request, result => Take(result, cancellation));
        for (var round = 0; Open() is { Count: > 0 } open; round++)
        {
            var part = Rest(Wave(open)) with { AppendLogs = _request.AppendLogs || round > 0 };
            ImmutableArray<ImageResult> solved;
            try
            {
                solved = await _engine!.SolveAsync(part, early, cancellation).ConfigureAwait(false);
                foreach (var result in solved.Where(r => r is ImageBuilt or ImageFailed))
                {
                    Take(result, cancellation);
                }
            }
            finally
            {
                // Also after Ctrl-C: what it has started, it takes away.
                await Task.WhenAll(_verifying.Values).ConfigureAwait(cancellation.IsCancellationRequested ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
            }

            cancellation.ThrowIfCancellationRequested();
            var failed = part.Targets.Select(t => Known(t.Name)).OfType<ImageFailed>().ToImmutableArray();
            foreach (var built in solved.OfType<ImageBuilt>())
            {
                // Solved in two rounds, it may be two images, and nobody knows which of both its children stand on.
                if (_results[built.Image].Task.Result is ImageBuilt first)
                {
                    if (first.Digest != built.Digest)
                    {
                        _uncertain[built.Image] = true;
                    }

                    _measured[built.Image] = built;
                }
            }

            foreach (var image in Open())
            {
                if (_request.Ancestors(image).FirstOrDefault(a => failed.Any(f => f.Image == a.Name)) is { } parent)
                {
                    Settle(new ImageNotBuilt(image, $"{parent.Name} failed"));
                }
            }

            if (failFast && failed.Length > 0)
            {
                SettleRest(image => new ImageNotBuilt(image, $"stopped because {failed[0].Image} failed"));
            }

            if (Open().Count == open.Count)
            {
                throw new InvalidOperationException("the engine neither built nor failed anything");
            }
        }
    }

    // What can be solved now: what stands on an image that has to be verified waits until that is done.
    private IReadOnlyList<string> Wave(IReadOnlyList<string> open) => _toVerify.IsEmpty || Verify is null
        ? open
        : [.. open.Where(o => !_request.Ancestors(o).Any(a => _toVerify.Contains(a.Name) && !_results[a.Name].Task.IsCompleted))];

    // What has to be verified is so as soon as the engine has it, while other images are still built.
    private void Take(ImageResult result, CancellationToken cancellation)
    {
        if (result is ImageBuilt built && Verify is not null && _toVerify.Contains(built.Image))
        {
            _verifying.GetOrAdd(built.Image, _ => VerifyAsync(built, cancellation));
        }
        else
        {
            Settle(result);
        }
    }

    private async Task VerifyAsync(ImageBuilt built, CancellationToken cancellation)
    {
        await Task.Yield();
        _progress.Report(new BuildEvent.Note($"verifying {built.Image} before others stand on it"));
        var problem = await Verify!(built, cancellation).ConfigureAwait(false);
        Settle(problem is null ? built : new ImageFailed(built.Image, problem));
    }

    // What is left to solve: what is built already is stood on by its digest, where the engine can do that, else taken from the cache.
    private SolveRequest Rest(IReadOnlyList<string> open)
    {
        var built = CanStandOnStored ? _request.Targets.Where(t => Known(t.Name) is ImageBuilt).ToDictionary(t => t.Name, StringComparer.Ordinal) : [];
        var rest = _request with
        {
            Targets =
            [
                .. _request.Targets.Where(t => !built.ContainsKey(t.Name)).Select(t => t with
                {
                    NoCache = t.NoCache && open.Contains(t.Name),
                    Contexts = t.Contexts.SetItems(t.Contexts.Select(c => KeyValuePair.Create(c.Key, Stored(c.Value)))),
                }),
            ],
        };
        var wanted = open.Union(open.SelectMany(o => rest.Ancestors(o)).Select(a => a.Name)).ToHashSet(StringComparer.Ordinal);
        return rest with { Targets = [.. rest.Targets.Where(t => wanted.Contains(t.Name))] };

        ContextSource Stored(ContextSource source) => source is ContextSource.Target parent && built.TryGetValue(parent.Name, out var target)
            ? new ContextSource.Image($"{target.Tags[^1]}@{((ImageBuilt)Known(parent.Name)!).Digest}")
            : source;
    }

    private IReadOnlyList<string> Open() => [.. _request.Targets.Select(t => t.Name).Where(t => _results.TryGetValue(t, out var r) && !r.Task.IsCompleted)];

    private void SettleRest(Func<string, ImageResult> result)
    {
        foreach (var step in _plan.Steps)
        {
            Settle(result(step.Image.Name));
        }
    }

    private void Settle(ImageResult result)
    {
        if (_results.TryGetValue(result.Image, out var open) && open.TrySetResult(result))
        {
            _progress.Report(new BuildEvent.ImageFinished(result));
        }
    }
}
