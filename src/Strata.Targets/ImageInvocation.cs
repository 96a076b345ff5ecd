using System.Collections.Immutable;
using Nuke.Common.Execution;
using Spectre.Console;
using Strata.Engine.BuildKit;
using Strata.Engine.Engines;
using Strata.Engine.Files;
using Strata.Engine.Hosts;
using Strata.Engine.ImageBuild;
using Strata.Engine.Supplies;
using Strata.Graph;
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

    private ImageInvocation(BuildPlan plan, ImageBuildRun run, CancellationToken cancellation)
    {
        _plan = plan;
        _run = run;
        _whole = run.RunAsync(cancellation);
    }

    /// <summary>Decides what to do for all image targets that Nuke has planned, prepares the engine and the supply, and starts to build.</summary>
    public static async Task<ImageInvocation> StartAsync(StrataSession session, CancellationToken cancellation)
    {
        var host = new LocalHost();
        var state = StateDirectory.Locate(Environment.GetEnvironmentVariable);
        var (supply, graph) = (session.Supply, session.Graph);
        var plan = Planner.Plan(graph, Planned(session), supply.Supply);

        var progress = ProgressSelection.Create(session.Build, [.. plan.Steps.Select(s => new ViewImage(s.Image.Name, s.Image.Parents))], session.IsVerbose);
        var engine = await EngineSelection.ConnectAsync(session, host, state, progress, cancellation);
        Header.Print(host, engine, supply);
        ConsoleOutput.Progress.WriteLine(PlanText.Render(plan));

        var roots = new DebianRootBuilder(host, state.Root, progress);
        var upstreams = plan.ToBuild.SelectMany(s => graph.Inputs(s.Image).Contexts).Select(c => c.Source).OfType<ImageSource.External>();
        var sources = await new UpstreamSources(roots).ResolveAsync(upstreams.Select(u => u.Upstream), supply.Supply, refresh: false, cancellation);
        var settings = new SolveSettings(session.Root, session.Build.TemporaryDirectory / "logs", image => [ImageReferences.Local(image)]);
        var request = SolveRequestFactory.Create(graph, plan, sources, settings);

        var buildx = new BuildxEngine(host, engine, state.Combine("runs"));
        var isFailFast = (session.Build as IBuildImages)?.FailFast == true;
        return new ImageInvocation(plan, new ImageBuildRun(plan, request, buildx, progress, isFailFast), cancellation);
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

    /// <summary>Waits until nothing of the work is left, whatever became of it.</summary>
    public async Task EndAsync() => await _whole.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static ImmutableArray<string> Planned(StrataSession session) =>
    [
        .. session.Build.ExecutionPlan
            .Where(t => t.Status is not ExecutionStatus.Skipped)
            .Select(t => session.Images.OfTarget(t.Name)?.Name)
            .OfType<string>(),
    ];
}
