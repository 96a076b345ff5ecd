using System.Collections.Concurrent;
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
    private readonly bool failFast;
    private readonly ImmutableDictionary<string, TaskCompletionSource<ImageResult>> _results;
    private readonly ConcurrentDictionary<string, ImageBuilt> _measured = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _uncertain = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _verifying = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _carried = new(StringComparer.Ordinal);
    private readonly ImmutableHashSet<string> _toVerify;
    private int started;
    private bool _mayWait;

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

    /// <summary>Images of one solve, at most.</summary>
    public int MostAtOnce { get; init; } = BuildxEngine.MostTargets;

    /// <summary>The machine of an image, by its name there; without it one has them all.</summary>
    public Func<string, string?> HostOf { get; init; } = _ => null;

    /// <summary>Brings an image of one machine to where another's builds find it, and gives the reference with its digest by which they do; without it none crosses.</summary>
    public Func<ImageAvailable, CancellationToken, Task<string>>? Carry { get; init; }

    /// <summary>The digest of the parent that an image was built on, where that had to be brought from another machine; null elsewhere.</summary>
    public string? DigestBelow(string image, string parent) =>
        Crosses(image, parent) && _carried.TryGetValue(parent, out var carried) && carried.Value is { IsCompletedSuccessfully: true, Result: var reference } ? reference[(reference.LastIndexOf('@') + 1)..] : null;

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

    // Machines build at once; each waits for what others bring it, and for nothing else.
    private async Task RoundsAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var early = new LockedProgress(new EarlyResults(_progress, _request, result => Take(result, ending.Token)));
        var hosts = Open().Select(HostOf).Distinct().ToArray();
        _mayWait = hosts.Length > 1 || Verify is not null && !_toVerify.IsEmpty;
        try
        {
            await Task.WhenAll(hosts.Select(host => HostAsync(host, early, ending))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The first failure has ended all.
        }
    }

    private async Task HostAsync(string? host, IBuildProgress early, CancellationTokenSource ending)
    {
        try
        {
            await RoundsAsync(host, early, ending).ConfigureAwait(false);
        }
        catch
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task RoundsAsync(string? host, IBuildProgress early, CancellationTokenSource ending)
    {
        var cancellation = ending.Token;
        var begun = new HashSet<string>(StringComparer.Ordinal);
        var renewed = new HashSet<string>(StringComparer.Ordinal);
        ImmutableHashSet<string> withoutCache = [];
        var most = MostAtOnce;
        while (Open(host) is { Count: > 0 } open)
        {
            // What can be solved now, parents first. What became so by a failure is found behind it.
            var awaited = open.Select(o => (Image: o, Ancestors: Awaited(o).ToArray())).ToArray();
            ImmutableArray<string> wave = [.. awaited.Where(a => a.Ancestors.Length == 0).Select(a => a.Image).Take(most)];
            if (SettleBlocked())
            {
                continue;
            }

            if (wave.IsEmpty)
            {
                await Task.WhenAny(awaited.SelectMany(a => a.Ancestors).Distinct(StringComparer.Ordinal).Select(For)).WaitAsync(cancellation).ConfigureAwait(false);
                continue;
            }

            var part = await RestAsync(host, wave, withoutCache, cancellation).ConfigureAwait(false);
            part = part with { AppendLogs = _request.AppendLogs || part.Targets.Any(t => begun.Contains(t.Name)) };
            begun.UnionWith(part.Targets.Select(t => t.Name));
            ImmutableArray<ImageResult> solved;
            ImmutableArray<string> lost;
            try
            {
                solved = await _engine!.SolveAsync(part, early, cancellation).ConfigureAwait(false);

                // Once is enough: what fails so again has another reason.
                lost = [.. solved.OfType<ImageFailed>().Where(f => f.IsStepLost && renewed.Add(f.Image)).Select(f => f.Image)];
                foreach (var result in solved.Where(r => r is ImageBuilt or ImageFailed && !lost.Contains(r.Image)))
                {
                    Take(result, cancellation);
                }
            }
            finally
            {
                // Also after Ctrl-C: what it has started, it takes away.
                await Task.WhenAll(part.Targets.Select(t => _verifying.GetValueOrDefault(t.Name)).OfType<Task>())
                    .ConfigureAwait(cancellation.IsCancellationRequested ? ConfigureAwaitOptions.SuppressThrowing : ConfigureAwaitOptions.None);
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

            SettleBlocked();
            if (failFast && failed.Length > 0)
            {
                SettleRest(image => new ImageNotBuilt(image, $"stopped because {failed[0].Image} failed"));
                await ending.CancelAsync().ConfigureAwait(false);
                return;
            }

            // The step may be one of an image below, too.
            withoutCache = [.. lost, .. lost.SelectMany(l => part.Ancestors(l)).Select(a => a.Name)];
            if (!lost.IsEmpty)
            {
                _progress.Report(new BuildEvent.Note($"the engine's cache has lost a step of {string.Join(", ", lost)}, which is solved again without it"));
                continue;
            }

            if (Open(host).Count == open.Count && most == 1)
            {
                throw new StrataException(ExitCode.BuildFailed, new Problem("docker buildx bake", "the engine neither built nor failed anything", "see its log; finished steps are cached"));
            }

            if (failed.IsEmpty && Open(host).Intersect(wave).Any())
            {
                // The engine lost jobs, which happens the more easily the more of them there are.
                most = Math.Max(1, Math.Min(most, wave.Length) / 2);
            }
        }
    }

    // Whether something stands on what failed, here or on another machine.
    private bool SettleBlocked()
    {
        if (!_request.Targets.Any(t => Known(t.Name) is ImageFailed))
        {
            return false;
        }

        var blocked = Open().Select(i => (Image: i, Parent: _request.Ancestors(i).FirstOrDefault(a => Known(a.Name) is ImageFailed))).Where(b => b.Parent is not null).ToArray();
        foreach (var (image, parent) in blocked)
        {
            Settle(new ImageNotBuilt(image, $"{parent!.Name} failed"));
        }

        return blocked.Length > 0;
    }

    // What stands on an image that has to be verified, or that another machine still builds, waits until that is done.
    private IEnumerable<string> Awaited(string image) => !_mayWait ? [] : _request.Ancestors(image).Select(a => a.Name)
        .Where(a => !_results[a].Task.IsCompleted && (Crosses(image, a) || Verify is not null && _toVerify.Contains(a)));

    private bool Crosses(string image, string parent) => HostOf(image) != HostOf(parent);

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
    private async Task<SolveRequest> RestAsync(string? host, IReadOnlyList<string> open, ImmutableHashSet<string> withoutCache, CancellationToken cancellation)
    {
        var targets = _request.Targets.ToDictionary(t => t.Name, StringComparer.Ordinal);
        var rest = ImmutableArray.CreateBuilder<SolveTarget>();
        foreach (var target in _request.Targets.Where(t => HostOf(t.Name) == host && !(CanStandOnStored && Known(t.Name) is ImageBuilt)))
        {
            rest.Add(target with
            {
                NoCache = target.NoCache && open.Contains(target.Name) || withoutCache.Contains(target.Name),
                Contexts = target.Contexts.SetItems(target.Contexts.Select(c => KeyValuePair.Create(c.Key, Stored(c.Value)))),
            });
        }

        var request = _request with { Targets = rest.ToImmutable() };
        var wanted = open.Union(open.SelectMany(o => request.Ancestors(o)).Select(a => a.Name)).ToHashSet(StringComparer.Ordinal);
        var carried = ImmutableArray.CreateBuilder<SolveTarget>();
        foreach (var target in request.Targets.Where(t => wanted.Contains(t.Name)))
        {
            carried.Add(await CarriedAsync(target, cancellation).ConfigureAwait(false));
        }

        return request with { Targets = carried.ToImmutable() };

        ContextSource Stored(ContextSource source) => source is ContextSource.Target { Name: var name } && CanStandOnStored && HostOf(name) == host && Known(name) is ImageBuilt built
            ? ContextSource.OfStored(name, $"{targets[name].Tags[^1]}@{built.Digest}", targets[name].DockerfileText)
            : source;
    }

    // What another machine has is stood on where it was brought to.
    private async Task<SolveTarget> CarriedAsync(SolveTarget target, CancellationToken cancellation)
    {
        var contexts = target.Contexts;
        foreach (var (key, source) in target.Contexts)
        {
            if (source is ContextSource.Target { Name: var parent } && Crosses(target.Name, parent))
            {
                // Two machines may wait for the same one.
                var carried = _carried.GetOrAdd(parent, p => new Lazy<Task<string>>(() => Carry!((ImageAvailable)Known(p)!, cancellation)));
                var reference = await carried.Value.ConfigureAwait(false);
                contexts = contexts.SetItem(key, new ContextSource.Image(reference));
            }
        }

        return target with { Contexts = contexts };
    }

    private IReadOnlyList<string> Open(string? host) => [.. Open().Where(o => HostOf(o) == host)];

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
