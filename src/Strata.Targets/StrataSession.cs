using System.Runtime.CompilerServices;
using Nuke.Common;
using Nuke.Common.Execution;
using Strata.Engine.Files;
using Strata.Engine.Supplies;
using Strata.Graph;
using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;
using Strata.Targets.Images;
using Strata.Workflows.Editors;

namespace Strata.Targets;

/// <summary>
/// What the components of one build share: its images, the invocation that builds them, and how errors become exit codes.
/// </summary>
/// <remarks>
/// A target's action is not told which build it belongs to, so the session of the process's build is also found as <see cref="Current"/>;
/// Nuke itself runs one build in a process.
/// </remarks>
public sealed class StrataSession
{
    private static readonly ConditionalWeakTable<INukeBuild, StrataSession> Sessions = [];

    private readonly INukeBuild _build;
    private readonly CallGuard _guard;
    private ImageSet? _images;
    private bool _isCollecting;
    private ImageInvocation? _invocation;
    private bool _isStartTried;
    private bool _isSummarized;
    private bool _isPublished;
    // The images of the call were left to a host, or to a call that is no dry run.
    private bool _isLeft;
    private Task<BuildPlace>? _place;
    private Task<ImageTags>? _tags;
    private BuildPlaces? _places;

    private StrataSession(INukeBuild build)
    {
        _build = build;
        _guard = new CallGuard(build, () => _invocation is { IsEnded: false }, EndInvocation);
    }

    /// <summary>The session of the build that runs in this process.</summary>
    /// <exception cref="InvalidOperationException">The build class has none of the image components.</exception>
    internal static StrataSession Current { get => field ?? throw new InvalidOperationException("the build class needs IBuildImages"); private set; }

    internal INukeBuild Build => _build;

    internal CancellationToken Cancellation => _guard.Cancellation;

    internal ImageInvocation? Invocation => _invocation;

    /// <summary>Whether what was asked for has been built, or it was tried.</summary>
    internal bool CanRun(string[]? images) => _invocation is not null || images is null or [];

    internal bool IsStarted => _invocation is not null;

    internal bool IsVerbose => _build.Verbosity == Verbosity.Verbose;

    internal string Root => _build.RootDirectory;

    /// <summary>Where this call builds; opened when it is first asked for.</summary>
    internal Task<BuildPlace> PlaceAsync() => _place ??= BuildPlace.OpenAsync(this, Cancellation);

    /// <summary>The tags of this call; git is asked on another thread when they are first asked for.</summary>
    internal Task<ImageTags> TagsAsync() => _tags ??= ImageTags.FindAsync(this, Cancellation);

    /// <summary>Where the images of this call are built, also by their definitions; opened when it is first asked for.</summary>
    internal async Task<BuildPlaces> PlacesAsync(BuildPlan first) => _places ??= await BuildPlaces.OpenAsync(this, first, Cancellation);

    /// <summary>The supply of this call, chosen when it is first asked for.</summary>
    internal ChosenSupply Supply => field ??= SupplySelection.ChooseAsync(this, Cancellation).GetAwaiter().GetResult();

    /// <summary>The checked graph of all images, read when it is first asked for.</summary>
    internal ImageGraph Graph => field ??= ImageGraph.Create(Images.Definitions, Files, Supply.Supply, consumed: Consumed);

    /// <summary>The images of others that the build declares.</summary>
    internal IEnumerable<ConsumedImage> Consumed =>
        ((_build as IHazImages)?.ConsumedImages ?? []).Select(c => c with { Origin = c.Origin is { } origin ? ImageSet.Relative(origin, Root) : null });

    /// <summary>The graph as the declarations say it, whatever the supply: nobody is asked which one answers.</summary>
    internal ImageGraph DeclaredGraph => field ??= ReadDeclaredGraph();

    /// <summary>The same, read anew: after Dockerfiles have been written.</summary>
    internal ImageGraph ReadDeclaredGraph() => ImageGraph.Create(Images.Definitions, Files, Strata.Graph.Supply.Hub, consumed: Consumed);

    /// <summary>The targets that help shows.</summary>
    internal IReadOnlyList<EditorTarget> ListedTargets { get; set; } = [];

    internal IFileTree Files => field ??= new DiskFileTree(Root);

    /// <summary>The targets that are images. Empty while they are being collected: BuildAll, asked whether it is an image, asks for them.</summary>
    internal ImageSet Images
    {
        get
        {
            if (_images is not null)
                return _images;
            if (_isCollecting)
                return ImageSet.Empty;

            _isCollecting = true;
            _images = ImageSet.Collect(_build, Root);
            _isCollecting = false;
            return _images;
        }
    }

    /// <summary>The images of the call's targets, in their order; without those that the user skips.</summary>
    internal IEnumerable<ImageDefinition> PlannedImages =>
        _build.ExecutionPlan.Where(t => t.Status is not ExecutionStatus.Skipped).Select(t => Images.OfTarget(t.Name)).OfType<ImageDefinition>();

    /// <summary>The session of a build.</summary>
    public static StrataSession Of(INukeBuild build) => Current = Sessions.GetValue(build, b => new StrataSession(b));

    /// <summary>Runs what may fail with an error for users to its end: the build's exit code becomes the error's.</summary>
    internal void Guard(Func<Task> action) => Guard(() => action().GetAwaiter().GetResult());

    /// <summary>Runs what may fail with an error for users: the build's exit code becomes the error's.</summary>
    internal void Guard(Action action) => _guard.Run(action);

    /// <summary>Finds what is wrong with the declarations alone, before Nuke plans: a cycle would end Nuke's planner with its own exit code.</summary>
    internal void CheckDeclarations() => ImageGraph.CheckCycles(Images.Definitions);

    /// <summary>Finds what is wrong with the graph before the first target runs, when a planned target needs it.</summary>
    internal void CheckGraph(IReadOnlyCollection<string> plannedTargets) => CallCheck.Check(this, plannedTargets);

    /// <summary>Builds the image that a target is; the first such target starts the work for all that are planned.</summary>
    internal void BuildImage(string target) => Guard(() =>
    {
        if (_isLeft)
        {
            return;
        }

        _isStartTried = true;
        if (DryRun.IsAsked(this))
        {
            DryRun.ShowAsync(this, Cancellation).GetAwaiter().GetResult();
            (_isLeft, _isStartTried) = (true, false);
            return;
        }

        _invocation ??= ProgressSelection.EndWhenFailed(InvocationStart.StartAsync(this, Cancellation)).GetAwaiter().GetResult();
        if (_invocation is null)
        {
            _isLeft = true;
            _isStartTried = false;
            ProgressSelection.End();
            return;
        }

        var image = Images.OfTarget(target)!;
        var result = _invocation.ResultAsync(image.Name).GetAwaiter().GetResult();
        Cancellation.ThrowIfCancellationRequested();
        switch (result)
        {
            case ImageBuilt built:
                _build.ReportSummary(s => With(s, "Image", built.Size > 0 ? $"{built.Reference} ({Bytes.Format(built.Size)})" : built.Reference));
                break;
            case ImageReused reused:
                _build.ReportSummary(s => With(s, "Image", $"{reused.Reference} (reused)"));
                break;
            case ImageFailed failed:
                _build.ReportSummary(s => With(s, "Failed", failed.Problem.Place));
                // The progress has shown the last lines and what to do; Nuke repeats this message at the end.
                throw new StrataException(ExitCode.BuildFailed, failed.Problem with { Next = null, Excerpt = null });
            case ImageNotBuilt notBuilt:
                throw new StrataException(ExitCode.BuildFailed, new Problem(image.Name, $"not built: {notBuilt.Because}"));
            case ImageSkipped skipped:
                _build.ReportSummary(s => With(s, "Skipped", skipped.Reason));
                break;
        }

        // Names move together: with the last image of the call, when all of them are there.
        if (_build is IPublishImages { Push: true } && PlannedImages.Last() == image)
        {
            PublishOnce();
        }
    });

    /// <summary>Whether the image can still be built: the engine was found, and nothing that the image stands on has failed.</summary>
    internal bool CanBuild(string target) => !_isStartTried || _invocation?.IsBlocked(Images.OfTarget(target)!.Name) == false;

    /// <summary>Prints the table of images; once.</summary>
    internal void Summarize()
    {
        if (_invocation is null || _isSummarized)
            return;

        _isSummarized = true;
        _invocation.Summarize();
    }

    /// <summary>Shows the plan for all images.</summary>
    internal void ShowPlan() => Guard(() => PlanView.ShowAsync(this, Cancellation));

    /// <summary>Publishes what this call built.</summary>
    internal void Publish() => Guard(PublishOnce);

    /// <summary>Gives the images of one tag another name in the registry.</summary>
    internal void Promote() => Guard(() => PublishTargets.PromoteAsync(this, (IPublishImages)_build, Cancellation));

    /// <summary>Looks into the images of this call.</summary>
    internal void VerifyDependencies() => Guard(() => _invocation!.VerifyAsync(this, Cancellation));

    /// <summary>Looks up anew what the images from outside are.</summary>
    internal void LockUpstreams() => Guard(() => LockTargets.LockAsync(this, Cancellation));

    /// <summary>Stops the private engine.</summary>
    internal void StopEngine() => Guard(() => EngineTargets.StopAsync(Cancellation));

    /// <summary>Deletes the private engine.</summary>
    internal void CleanEngine() => Guard(() => EngineTargets.CleanAsync(Cancellation));

    /// <summary>Says what the build host keeps for us, and who builds there.</summary>
    internal void ShowRemote() => Guard(() => RemoteTargets.StatusAsync(this, Cancellation));

    /// <summary>Deletes what the build host keeps for us.</summary>
    internal void CleanRemote() => Guard(() => RemoteTargets.CleanAsync(this, Cancellation));

    /// <summary>Says what this machine lacks.</summary>
    internal void Diagnose() => Guard(() => EngineTargets.DiagnoseAsync(this, Cancellation));

    /// <summary>Ends the work when it takes longer than the call says.</summary>
    internal void StartTimeLimit() => _guard.StartTimeLimit();

    /// <summary>Called when Nuke has finished; on the packaged Nuke also at once on Ctrl-C, while a target still works.</summary>
    internal void Finish()
    {
        if (!_guard.Finish())
        {
            return;
        }

        if (IsAbandoned)
        {
            _guard.Cancel();
        }

        _invocation?.EndAsync().GetAwaiter().GetResult();
        ProgressSelection.End();
        Summarize();
        _guard.EndTimeLimit();
        EndConnecting();
        ClosePlace();
        _guard.Dispose();
    }

    // Targets of open images did not get their turn: one of the user's own has failed, or Ctrl-C came while it worked. What is built for others,
    // and has no target of its own in the call, is built to its end.
    private bool IsAbandoned => _invocation is { } open && _build.ExecutionPlan.Any(
        t => t.Status is ExecutionStatus.NotRun or ExecutionStatus.Aborted && Images.OfTarget(t.Name) is { } image && open.IsOpen(image.Name));

    private void ClosePlace()
    {
        Interlocked.Exchange(ref _places, null)?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (Interlocked.Exchange(ref _place, null) is { IsCompletedSuccessfully: true } place)
        {
            place.Result.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void EndInvocation()
    {
        _invocation?.EndAsync().GetAwaiter().GetResult();
        Summarize();
        ClosePlace();
    }

    /// <summary>Ends a connection that was begun early, and that nobody has waited for.</summary>
    private void EndConnecting()
    {
        if (_place is { IsCompleted: false } connecting)
        {
            _guard.Cancel();
            ((Task)connecting).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }
    }

    private static Dictionary<string, string> With(Dictionary<string, string> pairs, string key, string value)
    {
        pairs[key] = value;
        return pairs;
    }

    private void PublishOnce()
    {
        if (_invocation is not null && !_isPublished)
        {
            _invocation.PublishAsync(this, Cancellation).GetAwaiter().GetResult();
            _isPublished = true;
        }
    }
}
