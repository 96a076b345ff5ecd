using System.Collections.Immutable;
using Nuke.Common.Execution;
using Spectre.Console;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.ImageBuild;
using Strata.Engine.Publishing;
using Strata.Engine.Registry;
using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;
using Strata.Targets.Generated;

namespace Strata.Targets;

/// <summary>The images that one call builds: planned together, solved together, each awaited by its own target.</summary>
internal sealed class ImageInvocation
{
    private readonly BuildPlan _plan;
    private readonly ImageBuildRun _run;
    private readonly Task _whole;
    private readonly ImmutableArray<PlaceBuild> _builds;
    private readonly ImageTags _tags;
    private bool _isPublishing;

    private ImageInvocation(BuildPlan plan, ImageBuildRun run, ImmutableArray<PlaceBuild> builds, ImageTags tags, Func<Task> record, CancellationToken cancellation)
    {
        _plan = plan;
        _run = run;
        _builds = builds;
        _tags = tags;
        _whole = RunAsync(record, cancellation);
    }

    /// <summary>Decides what to do for all image targets that Nuke has planned, prepares the engine and the supply where they are needed, and starts to build.</summary>
    /// <returns>Null when the build was left to the host.</returns>
    public static async Task<ImageInvocation?> StartAsync(StrataSession session, CancellationToken cancellation)
    {
        var planned = Planned(session);
        var first = Planner.Plan(session.Graph, planned, session.Graph.Supply);
        var places = await session.PlacesAsync(first);
        await places.LockAsync(session, cancellation);
        var planning = new PlacesPlanning(session, places, new LineProgress(ConsoleOutput.Progress, planned, ConsoleOutput.ProgressStyle, session.IsVerbose));
        var plan = await planning.PlanAsync(first, isForBuild: true, cancellation);
        var labels = CommitLabelsAsync(session, new LocalHost(), plan, cancellation);
        var tags = await session.TagsAsync();
        PrintPlan(session, places, planning, plan);
        BuildSecrets.Check(session, plan);

        var settings = new SolveSettings(session.Root, session.Build.TemporaryDirectory / "logs", image => [ImageReferences.Local(image, tags)])
        {
            Cache = RegistrySelection.Cache(session),
            FileOf = file => BuildSecrets.FileOf(session, file),
            CommitLabels = await labels,
        };
        var builds = ImmutableArray.CreateBuilder<PlaceBuild>();
        foreach (var place in places.All)
        {
            builds.Add(await PlaceBuild.PrepareAsync(session, place, planning.On(place), plan, settings, cancellation));
        }

        var progress = ProgressSelection.Create(
            session.Build, [.. plan.ToBuild.Select(step => new ViewImage(step.Image.Name, step.Image.Parents))], session.IsVerbose, plan.CriticalPath.Expected);
        var isDetaching = RemoteSelection.IsDetaching(session) && plan.ToBuild.Any();
        try
        {
            foreach (var build in builds)
            {
                await build.SignInAsync(session, places.AreSeveral, isDetaching || RemoteSelection.IsAttaching(session) ? build.Place.JobFolder(session) : null, cancellation);
            }
        }
        catch
        {
            // Those that are signed in hold a password there.
            await Task.WhenAll(builds.Select(b => b.DisposeAsync().AsTask())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            throw;
        }

        if (isDetaching)
        {
            await LeaveAsync(session, builds[0], cancellation);
            return null;
        }

        PlaceBuild Of(string image) => builds.First(b => b.Place == places.Of(image));
        var targets = builds.SelectMany(b => b.Request.Targets).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var request = builds[0].Request with { Targets = [.. plan.ToBuild.Select(s => targets[s.Image.Name])] };
        var isFailFast = (session.Build as IBuildImages)?.FailFast == true;
        var run = new ImageBuildRun(plan, request, new HostsEngine(image => (Of(image).Solver!, Of(image).Request.ContextRoot)), progress, isFailFast)
        {
            NameOfReused = step => step.Reused!.IsRemote ? step.Reused.Record.Reference : settings.Tags(step.Image)[0],
            CanStandOnStored = planning.CanStandOnStored,
            HostOf = places.HostOf,

            // A build that was left to the host was divided there, and is verified when it is taken up.
            MostAtOnce = RemoteSelection.IsAttaching(session) ? int.MaxValue : BuildxEngine.MostTargets,
            VerifiesAfterwards = RemoteSelection.IsAttaching(session),
            Carry = (image, token) => CarryAsync(session, plan.Steps.Single(s => s.Image.Name == image.Image), image, Of(image.Image), progress, token),
            Verify = (built, token) => VerifyTargets.FindProblemAsync(session, Of(built.Image).Place.Host, Of(built.Image).Engine!, built, token),
        };
        return new ImageInvocation(plan, run, builds.ToImmutable(), tags, RecordAsync, cancellation) { _isPublishing = planning.IsPublishing };

        // One that is lost does not keep the others from remembering.
        Task RecordAsync() => Task.WhenAll(builds.Select(async build =>
        {
            await using (build)
            {
                await build.RecordAsync(session, run, progress);
            }
        }));
    }

    /// <summary>Prints the first lines of a build: the machines, and what is done with each image.</summary>
    public static void PrintPlan(StrataSession session, BuildPlaces places, PlacesPlanning planning, BuildPlan plan)
    {
        Header.Print(places.All[0].Host, planning.On(places.All[0]).Engine, session.Supply);
        foreach (var place in places.All.Skip(1))
        {
            Header.PrintMore(place.Host, planning.On(place).Engine);
        }

        ConsoleOutput.Progress.WriteLine(PlanText.Render(plan));
    }

    /// <summary>Brings an image of one machine to the registry, where builds of another find it; no name is moved.</summary>
    private static async Task<string> CarryAsync(
        StrataSession session, PlanStep step, ImageAvailable image, PlaceBuild build, IBuildProgress progress, CancellationToken cancellation)
    {
        if (step.Reused?.Remote is { } there)
        {
            return $"{there.Reference}@{there.Digest}";
        }

        var publish = new PublishImage(image.Image, RegistrySelection.Require(session).Repository(image.Image), step.Inputs!.Fingerprint, []) { Local = LocalName(step, image, build.Engine), Replaces = step.Replaces };
        var digest = await PublishTargets.BringAsync(session, build.Place, build.Engine!, publish, text => progress.Report(new BuildEvent.Note(text)), cancellation);
        return $"{publish.Reference}@{digest}";
    }

    private static async Task LeaveAsync(StrataSession session, PlaceBuild build, CancellationToken cancellation)
    {
        await using (build)
        {
            if (build.HasLogin)
            {
                throw new DefinitionException(new Problem("--detach", "this build stands on images of a registry that wants a login, which ends with this call", "build without --detach"));
            }

            if (build.Request.Targets.FirstOrDefault(t => !t.Secrets.IsEmpty) is { } secret)
            {
                throw new DefinitionException(new Problem("--detach", $"'{secret.Name}' is built with a secret, which is taken from the host when this call ends", "build without --detach"));
            }

            await build.Solver!.DetachAsync(build.Request, build.Place.LockFile(session), cancellation);
        }

        ConsoleOutput.Progress.WriteLine($"left    {build.Request.Targets.Length} images to {build.Place.Host.Name}; next: ./build.sh Attach");
    }

    /// <summary>An image's result, as soon as it is known; with the last one the build has ended, and its layers are known too.</summary>
    public async Task<ImageResult> ResultAsync(string image)
    {
        var result = await _run.For(image);
        if (!_plan.Steps.All(s => _run.Known(s.Image.Name) is not null))
        {
            return result;
        }

        await EndAsync();
        return _run.Known(image) ?? result;
    }

    /// <summary>The engine that has the images, of several machines this one's; null when no image of the call took one.</summary>
    public EngineConnection? Engine => (_builds.FirstOrDefault(b => b.Place.Remote is null) ?? _builds[0]).Engine;

    /// <summary>The engine that the call took on a machine; null when it took none there.</summary>
    /// <param name="host">The machine, as users name it; null for this one.</param>
    public EngineConnection? EngineOn(string? host) => _builds.FirstOrDefault(b => b.Place.Remote?.Name == host)?.Engine;

    /// <summary>The machine whose engine has an image; null for this one.</summary>
    public string? HostOf(string image) => _plan.Steps.FirstOrDefault(s => s.Image.Name == image)?.Host;

    /// <summary>Whether only the registry has the image.</summary>
    public bool IsRemote(string image) => _plan.Steps.Any(s => s.Image.Name == image && s.Reused is { IsRemote: true });

    /// <summary>Whether the image cannot be built because of another one.</summary>
    public bool IsBlocked(string image) => _run.Known(image) is ImageNotBuilt;

    /// <summary>Prints what became of each image.</summary>
    public void Summarize()
    {
        EndAsync().GetAwaiter().GetResult();
        if (_whole.Exception?.InnerException is { } lost && _plan.Steps.All(s => _run.Known(s.Image.Name) is not null))
        {
            // No target waited any more that could have said it.
            ConsoleOutput.Progress.WriteLine(ConsoleOutput.ProgressStyle.Warn($"what was built is not remembered: {lost.Message}"));
        }

        var results = _plan.Steps.Select(s => _run.Known(s.Image.Name)).OfType<ImageResult>().ToDictionary(r => r.Image, StringComparer.Ordinal);
        if (results.Count > 0)
        {
            ConsoleOutput.WriteData(width => ImageTable.Render([.. _plan.Steps.Select(s => s.Image)], results, width));
            JobSummary.Write(SummaryMarkdown.Render(_plan, results));
        }

        foreach (var host in _isPublishing ? [] : _plan.Steps.Where(s => results.GetValueOrDefault(s.Image.Name) is ImageAvailable).Select(s => s.Host).OfType<string>().Distinct())
        {
            var next = _builds.Length > 1 ? "--push the images are published" : "--registry HOST/PATH the images are pushed";
            ConsoleOutput.Progress.WriteLine($"kept    in the engine of {host}; with {next} from there");
        }
    }

    /// <summary>Whether nothing of the work is left.</summary>
    public bool IsEnded => _whole.IsCompleted;

    /// <summary>Publishes the images of the call, when every one that was planned is there.</summary>
    /// <exception cref="StrataException">An image is missing, or the registry refuses.</exception>
    public async Task PublishAsync(StrataSession session, CancellationToken cancellation)
    {
        var there = _plan.Steps.Select(s => (Step: s, Result: _run.Known(s.Image.Name))).Where(s => s.Result is not ImageSkipped).ToImmutableArray();
        if (there.FirstOrDefault(t => t.Result is not ImageAvailable) is { Step: { } missing })
        {
            throw new StrataException(ExitCode.BuildFailed, new Problem("push", $"'{missing.Image.Name}' is not there, so nothing is published", "mend its build first"));
        }

        await PublishTargets.PublishAsync(session, Of, [.. there.Select(t => ToPublish(t.Step, (ImageAvailable)t.Result!, session))], cancellation);
    }

    /// <summary>Looks into the images of the call that are there, parents first.</summary>
    /// <exception cref="StrataException">Something is there twice (exit code 3).</exception>
    public async Task VerifyAsync(StrataSession session, CancellationToken cancellation)
    {
        await EndAsync();
        var images = _plan.Steps.Where(s => _builds.Length == 1 || s.Host is null).Select(s => _run.Known(s.Image.Name)).OfType<ImageAvailable>().Select(i => (i.Image, i.Reference)).ToArray();
        await DependencyTargets.RunAsync(session, Engine, images, cancellation);
    }

    /// <summary>Waits until nothing of the work is left, whatever became of it.</summary>
    public async Task EndAsync() => await _whole.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync(Func<Task> record, CancellationToken cancellation)
    {
        try
        {
            await _run.RunAsync(cancellation);
        }
        finally
        {
            // Also after a failure or Ctrl-C: what was built is there.
            await record();
        }
    }

    private static async Task<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>> CommitLabelsAsync(
        StrataSession session, IBuildHost host, BuildPlan plan, CancellationToken cancellation)
    {
        var files = plan.ToBuild.ToDictionary(
            step => step.Image.Name,
            step => step.Inputs!.Entries.Where(e => e.Kind == InputKind.File).Select(e => e.Name).Append(step.Image.Dockerfile),
            StringComparer.Ordinal);
        return files.Count == 0
            ? ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>.Empty
            : await new CommitLabels(host, session.Root).FindAsync(files, cancellation);
    }

    private (BuildPlace Place, EngineConnection? Engine) Of(string image) => _builds.First(b => b.Place.Remote?.Name == HostOf(image)) is var build ? (build.Place, build.Engine) : default;

    // By its digest, or by what it is made of: another call may have moved its tag meanwhile.
    private static string? LocalName(PlanStep step, ImageAvailable image, EngineConnection? engine) => step.Reused is { IsRemote: true } ? null
        : engine?.KeepsManifests == true ? image.Digest
        : step.Inputs is { } inputs ? $"{image.Reference[..image.Reference.LastIndexOf(':')]}:{inputs.Fingerprint.Tag}"
        : image.Reference;

    private ImageToPublish ToPublish(PlanStep step, ImageAvailable image, StrataSession session) =>
        new(step.Image, session.Build is IPublishImages { Unnamed: true } ? [] : [_tags.Of(step.Image)])
        {
            Local = LocalName(step, image, Of(step.Image.Name).Engine),
            Layers = image.Layers,
            Fingerprint = step.Inputs?.Fingerprint,
            Replaces = step.Replaces,
        };

    /// <summary>Names of the images whose targets Nuke has planned.</summary>
    public static ImmutableArray<string> Planned(StrataSession session) =>
    [
        .. session.Build.ExecutionPlan
            .Where(t => t.Status is not ExecutionStatus.Skipped)
            .Select(t => session.Images.OfTarget(t.Name)?.Name)
            .OfType<string>(),
    ];
}
