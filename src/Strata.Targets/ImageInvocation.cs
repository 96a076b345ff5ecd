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
    private readonly EngineConnection _engine;

    private ImageInvocation(BuildPlan plan, ImageBuildRun run, EngineConnection engine, CancellationToken cancellation)
    {
        _plan = plan;
        _run = run;
        _engine = engine;
        _whole = run.RunAsync(cancellation);
    }

    /// <summary>Decides what to do for all image targets that Nuke has planned, prepares the engine and the supply, and starts to build.</summary>
    public static async Task<ImageInvocation> StartAsync(StrataSession session, CancellationToken cancellation)
    {
        var host = new LocalHost();
        var state = StateDirectory.Locate(Environment.GetEnvironmentVariable);
        var (supply, graph) = (session.Supply, session.Graph);
        var plan = Planner.Plan(graph, Planned(session), supply.Supply);

        var progress = new LineProgress(
            ConsoleOutput.Progress, plan.Steps.Select(s => s.Image.Name), ConsoleOutput.ProgressStyle, session.IsVerbose);
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
        return new ImageInvocation(plan, new ImageBuildRun(plan, request, buildx, progress, isFailFast), engine, cancellation);
    }

    /// <summary>An image's result, as soon as it is known.</summary>
    public Task<ImageResult> ResultAsync(string image) => _run.For(image);

    /// <summary>Whether the image cannot be built because of another one.</summary>
    public bool IsBlocked(string image) => Known(image) is ImageNotBuilt;

    /// <summary>Prints what became of each image.</summary>
    public void Summarize()
    {
        var results = _plan.Steps.Select(s => Known(s.Image.Name)).OfType<ImageResult>().ToDictionary(r => r.Image, StringComparer.Ordinal);
        if (results.Count > 0)
        {
            ConsoleOutput.Data.Write(ImageTable.Render([.. _plan.Steps.Select(s => s.Image)], results));
        }
    }

    /// <summary>Publishes the images of the call, when every one that was planned is there.</summary>
    /// <exception cref="StrataException">An image is missing, or the registry refuses.</exception>
    public async Task PublishAsync(StrataSession session, CancellationToken cancellation)
    {
        var built = _plan.Steps.Select(s => (Step: s, Result: Known(s.Image.Name))).Where(s => s.Result is not ImageSkipped).ToImmutableArray();
        if (built.FirstOrDefault(b => b.Result is not ImageBuilt) is { Step: { } missing })
        {
            throw new StrataException(ExitCode.BuildFailed, new Problem("push", $"'{missing.Image.Name}' is not there, so nothing is published", "mend its build first"));
        }

        await PublishTargets.PublishAsync(session, _engine, [.. built.Select(b => ToPublish(b.Step, (ImageBuilt)b.Result!))], cancellation);
    }

    /// <summary>Waits until nothing of the work is left, whatever became of it.</summary>
    public async Task EndAsync() => await _whole.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static ImageToPublish ToPublish(PlanStep step, ImageBuilt built) =>
        new(step.Image, [ImageReferences.Tag(step.Image)]) { Local = built.Reference, Layers = built.Layers };

    private ImageResult? Known(string image) => _run.For(image) is { IsCompletedSuccessfully: true } known ? known.Result : null;

    private static ImmutableArray<string> Planned(StrataSession session) =>
    [
        .. session.Build.ExecutionPlan
            .Where(t => t.Status is not ExecutionStatus.Skipped)
            .Select(t => session.Images.OfTarget(t.Name)?.Name)
            .OfType<string>(),
    ];
}
