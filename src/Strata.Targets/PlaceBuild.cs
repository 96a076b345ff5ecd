using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.ImageBuild;
using Strata.Engine.Registry;
using Strata.Oci;
using Strata.Planning;

namespace Strata.Targets;

/// <summary>What one machine has to do in a call.</summary>
internal sealed class PlaceBuild : IAsyncDisposable
{
    private readonly BuildPlan _plan;
    private readonly ImagePlanning _planning;
    private readonly ImmutableHashSet<string>? _changedBefore;
    private ClientConfig? _login;

    private PlaceBuild(BuildPlace place, ImagePlanning planning, BuildPlan plan, SolveRequest request, ImmutableHashSet<string>? changedBefore) =>
        (Place, _planning, _plan, Request, _changedBefore) = (place, planning, plan, request, changedBefore);

    /// <summary>The machine.</summary>
    public BuildPlace Place { get; }

    /// <summary>Its engine; null when nothing of the call took one.</summary>
    public EngineConnection? Engine => _planning.Engine;

    /// <summary>What its engine has to build; what other machines build stands in it as targets that it does not have.</summary>
    public SolveRequest Request { get; }

    /// <summary>What solves there; null before <see cref="SignInAsync"/>, and where nothing took an engine.</summary>
    public BuildxEngine? Solver { get; private set; }

    /// <summary>Images that were built there while their files changed, so that they are not what their fingerprints say; known when they are recorded.</summary>
    public ImmutableHashSet<string> Changed { get; private set; } = [];

    /// <summary>The call signs in to a registry there.</summary>
    public bool HasLogin => _login is { Environment.IsEmpty: false };

    /// <summary>Brings the machine what it needs: the files that its images read, and names of what is reused.</summary>
    public static async Task<PlaceBuild> PrepareAsync(StrataSession session, BuildPlace place, ImagePlanning planning, BuildPlan plan, SolveSettings settings, CancellationToken cancellation)
    {
        bool IsOurs(PlanStep step) => step.Host == place.Remote?.Name;
        var platform = planning.Engine is { } own && plan.ToBuild.Any(IsOurs) ? await CheckAsync(session, place, own, cancellation) : null;
        var root = await RemoteTree.BringAsync(session, place, plan, planning.Manifests, cancellation);

        // Another machine builds from its copy, whatever changes here from now on.
        var changedBefore = place.Remote is null ? null : await planning.Manifests.FindChangedAsync([.. plan.ToBuild.Where(IsOurs)], cancellation);
        if (planning.Engine is { } engine)
        {
            settings = settings with { TagsFingerprints = !engine.KeepsManifests || IsTakenLater(session, planning, plan) };
            var store = new ImageStore(place.Host, engine);
            var steps = plan.Steps.Where(step => IsOurs(step) && step.Reused is not { IsRemote: true }).ToArray();
            var there = StoreNames.Repositories(steps, settings) is { IsEmpty: false } moving ? await planning.StoredAsync(engine, moving, cancellation) : null;
            await store.TagAsync(StoreNames.Missing(session.Graph, steps, settings, there ?? ImmutableDictionary<string, StoredImage>.Empty), cancellation);
        }

        // What another machine has is only known by name until it has been brought to the registry.
        var seen = plan with { Steps = [.. plan.Steps.Select(s => IsOurs(s) || s.Action != PlanAction.Reuse || s.Reused!.IsRemote ? s : s with { Action = PlanAction.Build, Reused = null })] };
        var request = SolveRequestFactory.Create(session.Graph, seen, planning.Sources, settings with { ContextRoot = root }, IsOurs);
        request = platform is null ? request : request with { Targets = [.. request.Targets.Select(t => t with { Platforms = [platform.ToString()] })] };
        return new PlaceBuild(place, planning, plan, request, changedBefore);
    }

    // What is pushed, brought to another machine or picked up must still be there when another call has moved its tag meanwhile.
    private static bool IsTakenLater(StrataSession session, ImagePlanning planning, BuildPlan plan) =>
        planning.IsPublishing || RemoteSelection.IsDetaching(session) || RemoteSelection.IsAttaching(session) || plan.Steps.Select(s => s.Host).Distinct().Skip(1).Any();

    /// <summary>Finds out what would make the build fail late.</summary>
    /// <returns>The platform to ask the engine for; null for its own.</returns>
    private static async Task<Platform?> CheckAsync(StrataSession session, BuildPlace place, EngineConnection engine, CancellationToken cancellation)
    {
        var preflight = new EnginePreflight(place.Host, engine);
        if (place.Remote is not null)
        {
            await preflight.RequireSpaceAsync(cancellation);
        }

        return await preflight.FindPlatformAsync(Platform.Default, session.Supply.Supply, cancellation);
    }

    /// <summary>Makes ready to solve, signed in to the registry where the build needs that.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isSplit">Images come from other machines through the registry.</param>
    /// <param name="job">The folder of a build that is left to the machine; null for none.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task SignInAsync(StrataSession session, bool isSplit, string? job, CancellationToken cancellation)
    {
        _login = await RemoteImages.SignInAsync(session, Place.Host, Engine, _plan, isSplit, Place.Scratch, cancellation);
        Solver = Engine is { } engine
            ? new BuildxEngine(Place.Host, engine with { Environment = engine.Environment.SetItems(_login?.Environment ?? ImmutableDictionary<string, string?>.Empty) }, Place.Scratch) { Job = job, JobEnded = token => Place.LockBuildsAsync(session, token) }
            : null;
    }

    /// <summary>Whether an image that was built there is not what its fingerprint says, as its files changed meanwhile.</summary>
    public async Task<bool> HasChangedAsync(string image, CancellationToken cancellation) => (await FindChangedAsync([.. _plan.ToBuild.Where(IsOurs)], cancellation)).Contains(image);

    /// <summary>Writes down what was built there.</summary>
    public async Task RecordAsync(StrataSession session, ImageBuildRun run, IBuildProgress progress) =>
        Changed = await new BuildRecorder(_planning.Records, Engine?.Description ?? "", session.Root, TimeProvider.System).WriteAsync(
            _plan, run, steps => FindChangedAsync(steps, CancellationToken.None), progress, IsOurs);

    private bool IsOurs(PlanStep step) => step.Host == Place.Remote?.Name;

    private Task<ImmutableHashSet<string>> FindChangedAsync(IReadOnlyCollection<PlanStep> steps, CancellationToken cancellation) =>
        _changedBefore is null ? _planning.Manifests.FindChangedAsync(steps, cancellation) : Task.FromResult(_changedBefore);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_login is not null)
        {
            await _login.DisposeAsync();
        }
    }
}
