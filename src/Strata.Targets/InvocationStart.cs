using System.Collections.Immutable;
using Strata.Engine.BuildKit;
using Strata.Engine.Hosts;
using Strata.Engine.ImageBuild;
using Strata.Engine.Publishing;
using Strata.Planning;
using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Begins the build of all images of a call: plans them, brings each machine what it needs, and starts to solve.</summary>
internal static class InvocationStart
{
    /// <summary>Begins.</summary>
    /// <returns>Null when the build was left to the host.</returns>
    public static async Task<ImageInvocation?> StartAsync(StrataSession session, CancellationToken cancellation)
    {
        // What is missing is told before hours of building; when names are about to move, all of it is known.
        await PublishTargets.ConsumedAsync(session, cancellation);
        var call = await CallPlan.CreateAsync(session, isForBuild: true, cancellation);
        var plan = call.Plan;
        DetachedBuild.CheckJob(session, call);
        var labels = CommitLabelsAsync(session, plan, cancellation);
        var tags = await session.TagsAsync();
        call.Print(session);
        BuildSecrets.Check(session, plan);

        var settings = new SolveSettings(session.Root, session.Build.TemporaryDirectory / "logs", image => [ImageReferences.Local(image, tags)])
        {
            Cache = RegistrySelection.Cache(session),
            FileOf = file => BuildSecrets.FileOf(session, file),
            CommitLabels = await labels,
        };
        var builds = ImmutableArray.CreateBuilder<PlaceBuild>();
        foreach (var place in call.Places.All)
        {
            builds.Add(await PlaceBuild.PrepareAsync(session, place, call.Planning.On(place), plan, settings, cancellation));
        }

        var progress = ProgressSelection.Create(
            session.Build, [.. plan.ToBuild.Select(step => new ViewImage(step.Image.Name, step.Image.Parents))], session.IsVerbose, plan.CriticalPath.Expected);
        var isDetaching = RemoteSelection.IsDetaching(session) && plan.ToBuild.Any();
        var takesUp = await MakeReadyAsync(session, builds, isDetaching, progress, cancellation);
        if (isDetaching)
        {
            await DetachedBuild.LeaveAsync(session, builds[0], cancellation);
            return null;
        }

        var run = CreateRun(session, call, settings, builds.ToImmutable(), takesUp, progress);
        return new ImageInvocation(session, plan, run, builds.ToImmutable(), tags, progress, cancellation) { IsPublishing = call.Planning.IsPublishing };
    }

    // Signs in, and gives whether the build takes up one that was left to the host.
    private static async Task<bool> MakeReadyAsync(StrataSession session, IReadOnlyList<PlaceBuild> builds, bool isDetaching, IBuildProgress progress, CancellationToken cancellation)
    {
        try
        {
            foreach (var build in builds)
            {
                var job = isDetaching || RemoteSelection.IsAttaching(session) ? build.Place.JobFolder(session) : null;
                await build.SignInAsync(session, builds.Count > 1, job, cancellation);
            }

            return RemoteSelection.IsAttaching(session) && await DetachedBuild.TakesUpAsync(session, builds[0], progress, cancellation);
        }
        catch
        {
            // Those that are signed in hold a password there.
            await Task.WhenAll(builds.Select(b => b.DisposeAsync().AsTask())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            throw;
        }
    }

    private static ImageBuildRun CreateRun(StrataSession session, CallPlan call, SolveSettings settings, ImmutableArray<PlaceBuild> builds, bool takesUp, IBuildProgress progress)
    {
        PlaceBuild Of(string image) => builds.First(b => b.Place == call.Places.Of(image));
        var plan = call.Plan;
        var targets = builds.SelectMany(b => b.Request.Targets).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var request = builds[0].Request with { Targets = [.. plan.ToBuild.Select(s => targets[s.Image.Name])] };
        var engine = new HostsEngine(image => (Of(image).Solver!, Of(image).Request.ContextRoot));
        return new ImageBuildRun(plan, request, engine, progress, (session.Build as IBuildImages)?.FailFast == true)
        {
            NameOfReused = step => step.Reused!.IsRemote ? step.Reused.Record.Reference : settings.Tags(step.Image)[0],
            CanStandOnStored = call.Planning.CanStandOnStored,
            HostOf = call.Places.HostOf,

            TakesUp = takesUp,
            Carry = (image, token) => CarryAsync(session, plan.Steps.Single(s => s.Image.Name == image.Image), image, Of(image.Image), progress, token),
            Verify = (built, token) => VerifyTargets.FindProblemAsync(session, Of(built.Image).Place.Host, Of(built.Image).Engine!, built, token),
        };
    }

    /// <summary>Brings an image of one machine to the registry, where builds of another find it; no name is moved.</summary>
    private static async Task<string> CarryAsync(
        StrataSession session, PlanStep step, ImageAvailable image, PlaceBuild build, IBuildProgress progress, CancellationToken cancellation)
    {
        if (step.Reused?.Remote is { } there)
        {
            return $"{there.Reference}@{there.Digest}";
        }

        if (step.Action == PlanAction.Build && await build.HasChangedAsync(image.Image, cancellation))
        {
            throw new StrataException(ExitCode.BuildFailed, new Problem(
                $"image '{image.Image}'", "its files changed while it was built, so that it is not handed on to another machine", "call it again"));
        }

        var publish = new PublishImage(image.Image, RegistrySelection.Require(session).Repository(image.Image), step.Inputs!.Fingerprint, []) { Local = ImageReferences.Published(step, image, build.Engine), Replaces = step.Replaces };
        var digest = await PublishTargets.BringAsync(session, build.Place, build.Engine!, publish, text => progress.Report(new BuildEvent.Note(text)), cancellation);
        return $"{publish.Reference}@{digest}";
    }

    private static async Task<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>> CommitLabelsAsync(
        StrataSession session, BuildPlan plan, CancellationToken cancellation)
    {
        var files = plan.ToBuild.ToDictionary(
            step => step.Image.Name,
            step => step.Inputs!.Entries.Where(e => e.Kind == InputKind.File).Select(e => e.Name).Append(step.Image.Dockerfile),
            StringComparer.Ordinal);
        return files.Count == 0
            ? ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>.Empty
            : await new CommitLabels(new LocalHost(), session.Root).FindAsync(files, cancellation);
    }
}
