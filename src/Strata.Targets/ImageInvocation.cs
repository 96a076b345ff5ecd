using System.Collections.Immutable;
using Nuke.Common.Execution;
using Spectre.Console;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Hosts;
using Strata.Engine.ImageBuild;
using Strata.Engine.Registry;
using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>The images that one call builds: planned together, solved together, each awaited by its own target.</summary>
internal sealed class ImageInvocation
{
    private readonly BuildPlan _plan;
    private readonly ImageBuildRun _run;
    private readonly Task _whole;
    private readonly EngineConnection? _engine;
    private readonly BuildPlace _place;
    private readonly ImageTags _tags;

    private ImageInvocation(
        BuildPlan plan, ImageBuildRun run, BuildPlace place, EngineConnection? engine, ImageTags tags, Func<Task> record, CancellationToken cancellation)
    {
        _plan = plan;
        _run = run;
        _place = place;
        _engine = engine;
        _tags = tags;
        _whole = RunAsync(record, cancellation);
    }

    /// <summary>Decides what to do for all image targets that Nuke has planned, prepares the engine and the supply where they are needed, and starts to build.</summary>
    /// <returns>Null when the build was left to the host.</returns>
    public static async Task<ImageInvocation?> StartAsync(StrataSession session, CancellationToken cancellation)
    {
        var place = await session.PlaceAsync();
        await place.LockAsync(session, cancellation);
        var host = place.Host;
        var tagging = ImageTags.FindAsync(session, cancellation);
        var planned = Planned(session);
        var planning = new ImagePlanning(session, place, new LineProgress(ConsoleOutput.Progress, planned, ConsoleOutput.ProgressStyle, session.IsVerbose));
        var plan = await planning.PlanAsync(planned, isForBuild: true, cancellation);
        var tags = await tagging;
        Header.Print(host, planning.Engine, session.Supply);
        ConsoleOutput.Progress.WriteLine(PlanText.Render(plan));

        var context = await RemoteTree.BringAsync(session, place, plan, planning.Manifests, cancellation);
        var settings = new SolveSettings(context, session.Build.TemporaryDirectory / "logs", image => [ImageReferences.Local(image, tags)]);
        settings = settings with { CommitLabels = await CommitLabelsAsync(session, new LocalHost(), plan, cancellation) };
        await TagReusedAsync(host, planning.Engine, plan, settings, cancellation);
        var request = SolveRequestFactory.Create(session.Graph, plan, planning.Sources, settings);
        var progress = ProgressSelection.Create(
            session.Build, [.. plan.ToBuild.Select(step => new ViewImage(step.Image.Name, step.Image.Parents))], session.IsVerbose, plan.CriticalPath.Expected);
        var login = await RemoteImages.SignInAsync(session, host, planning.Engine, plan, place.Scratch, cancellation);
        var isDetaching = RemoteSelection.IsDetaching(session) && plan.ToBuild.Any();
        var engine = planning.Engine is { } found && (found with { Environment = found.Environment.SetItems(login?.Environment ?? []) }) is var connection ? new BuildxEngine(host, connection, place.Scratch)
        {
            Job = isDetaching || RemoteSelection.IsAttaching(session) ? place.JobFolder(session) : null,
        } : null;
        if (isDetaching)
        {
            await LeaveAsync(session, place, engine!, request, login, cancellation);
            return null;
        }

        var isFailFast = (session.Build as IBuildImages)?.FailFast == true;
        var run = new ImageBuildRun(plan, request, engine, progress, isFailFast)
        {
            NameOfReused = step => step.Reused!.IsRemote ? step.Reused.Record.Reference : settings.Tags(step.Image)[0],
            CanStandOnStored = planning.CanStandOnStored,
        };
        var recorder = new BuildRecorder(planning.Records, planning.Engine?.Description ?? "", session.Root, TimeProvider.System);
        return new ImageInvocation(plan, run, place, planning.Engine, tags, RecordAsync, cancellation);

        async Task RecordAsync()
        {
            await using (login)
            {
                await recorder.WriteAsync(plan, run, images => planning.Manifests.CollectAsync(images, CancellationToken.None), progress);
            }
        }
    }

    private static async Task LeaveAsync(
        StrataSession session, BuildPlace place, BuildxEngine engine, SolveRequest request, ClientConfig? login, CancellationToken cancellation)
    {
        await using (login)
        {
            if (login is { Environment.IsEmpty: false })
            {
                throw new DefinitionException(new Problem("--detach", "this build stands on images of a registry that wants a login, which ends with this call", "build without --detach"));
            }

            await engine.DetachAsync(request, place.LockFile(session), cancellation);
        }

        ConsoleOutput.Progress.WriteLine($"left    {request.Targets.Length} images to {place.Host.Name}; next: ./build.sh Attach");
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

    /// <summary>Whether the image cannot be built because of another one.</summary>
    public bool IsBlocked(string image) => _run.Known(image) is ImageNotBuilt;

    /// <summary>Prints what became of each image.</summary>
    public void Summarize()
    {
        EndAsync().GetAwaiter().GetResult();
        if (_whole.Exception?.InnerException is StrataException lost && _plan.Steps.All(s => _run.Known(s.Image.Name) is not null))
        {
            // No target waited any more that could have said it.
            ConsoleOutput.Progress.WriteLine(ConsoleOutput.ProgressStyle.Warn($"all images are built, but: {lost.Message}"));
        }

        var results = _plan.Steps.Select(s => _run.Known(s.Image.Name)).OfType<ImageResult>().ToDictionary(r => r.Image, StringComparer.Ordinal);
        if (results.Count > 0)
        {
            var data = ConsoleOutput.Data;
            data.Write(ImageTable.Render([.. _plan.Steps.Select(s => s.Image)], results, data.Profile.Width));
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

        await PublishTargets.PublishAsync(session, _place, _engine, [.. there.Select(t => ToPublish(t.Step, (ImageAvailable)t.Result!))], cancellation);
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

    /// <summary>Gives reused images the names of this call, and the fingerprint's one by which builds stand on them.</summary>
    private static async Task TagReusedAsync(IBuildHost host, EngineConnection? engine, BuildPlan plan, SolveSettings settings, CancellationToken cancellation)
    {
        if (engine is not null)
        {
            var missing = plan.ToReuse.Where(step => !step.Reused!.IsRemote).SelectMany(step => SolveRequestFactory.Tags(step, settings)
                .Except(step.Reused!.Stored.References, StringComparer.Ordinal)
                .Select(tag => (step.Reused.Stored.Digest, tag)));
            await new ImageStore(host, engine).TagAsync([.. missing], cancellation);
        }
    }

    private ImageToPublish ToPublish(PlanStep step, ImageAvailable image) =>
        new(step.Image, [_tags.Of(step.Image)]) 
        {
            Local = step.Reused is { IsRemote: true } ? null : image.Reference,
            Layers = image.Layers,
            Fingerprint = step.Inputs?.Fingerprint,
            Replaces = step.Replaces,
        };

    private static ImmutableArray<string> Planned(StrataSession session) =>
    [
        .. session.Build.ExecutionPlan
            .Where(t => t.Status is not ExecutionStatus.Skipped)
            .Select(t => session.Images.OfTarget(t.Name)?.Name)
            .OfType<string>(),
    ];
}
