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

    /// <summary>Begins to solve.</summary>
    /// <param name="session">The session.</param>
    /// <param name="plan">What is done with each image.</param>
    /// <param name="run">The build, not yet begun.</param>
    /// <param name="builds">What each machine does of it; theirs to end with it.</param>
    /// <param name="tags">The names that images get.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Ends the build.</param>
    public ImageInvocation(
        StrataSession session, BuildPlan plan, ImageBuildRun run, ImmutableArray<PlaceBuild> builds, ImageTags tags, IBuildProgress progress, CancellationToken cancellation)
    {
        _plan = plan;
        _run = run;
        _builds = builds;
        _tags = tags;
        _whole = RunAsync(session, progress, cancellation);
    }

    /// <summary>The images go to a registry.</summary>
    public bool IsPublishing { get; init; }

    /// <summary>An image's result, as soon as it is known; with the last one the build has ended, and its layers are known too.</summary>
    public async Task<ImageResult> ResultAsync(string image)
    {
        var result = await _run.For(image);
        if (_plan.Steps.Any(s => IsOpen(s.Image.Name)))
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
        if (_whole.Exception?.InnerException is { } lost && !_plan.Steps.Any(s => IsOpen(s.Image.Name)))
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

        foreach (var host in IsPublishing ? [] : _plan.Steps.Where(s => results.GetValueOrDefault(s.Image.Name) is ImageAvailable).Select(s => s.Host).OfType<string>().Distinct())
        {
            var next = _builds.Length > 1 ? "--push the images are published" : "--registry HOST/PATH the images are pushed";
            ConsoleOutput.Progress.WriteLine($"kept    in the engine of {host}; with {next} from there");
        }
    }

    /// <summary>Whether an image has no result yet.</summary>
    public bool IsOpen(string image) => _run.Known(image) is null;

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

        if (_builds.SelectMany(b => b.Changed).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } changed)
        {
            throw new StrataException(ExitCode.BuildFailed, new Problem(
                "push", $"files of {string.Join(", ", changed.Select(c => $"'{c}'"))} changed while it was built, so nothing is published", "call it again"));
        }

        await PublishTargets.PublishAsync(session, Of, [.. there.Select(t => ToPublish(t.Step, (ImageAvailable)t.Result!, session))], cancellation);
    }

    /// <summary>Looks into the images of the call that are there, parents first.</summary>
    /// <exception cref="StrataException">Something is there twice (exit code 3), or they cannot be read (4).</exception>
    public async Task VerifyAsync(StrataSession session, CancellationToken cancellation)
    {
        await EndAsync();
        if (_builds is [{ Place.Remote: { } host, Engine.Socket: null }])
        {
            // Without it the client of this machine would be asked, for the images of another engine.
            throw new StrataException(ExitCode.Unreachable, new Problem(
                $"docker on {host.Name}", "no socket of this machine leads to it, so its images cannot be looked into from here",
                "set 'AllowStreamLocalForwarding yes' in its sshd_config, or name the engine's socket there with --build-host-engine"));
        }

        var images = _plan.Steps.Where(s => _builds.Length == 1 || s.Host is null).Select(s => _run.Known(s.Image.Name)).OfType<ImageAvailable>().Select(i => (i.Image, i.Reference)).ToArray();
        await DependencyTargets.RunAsync(session, Engine, images, cancellation);
    }

    /// <summary>Waits until nothing of the work is left, whatever became of it.</summary>
    public async Task EndAsync() => await _whole.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync(StrataSession session, IBuildProgress progress, CancellationToken cancellation)
    {
        try
        {
            await _run.RunAsync(cancellation);
        }
        finally
        {
            try
            {
                // Also after a failure or Ctrl-C: what was built is there. One machine that is lost does not keep the others from remembering.
                await Task.WhenAll(_builds.Select(async build =>
                {
                    await using (build)
                    {
                        await build.RecordAsync(session, _run, progress);
                    }
                }));
            }
            finally
            {
                progress.Report(new BuildEvent.Ended());
            }
        }
    }

    private (BuildPlace Place, EngineConnection? Engine) Of(string image) => _builds.First(b => b.Place.Remote?.Name == HostOf(image)) is var build ? (build.Place, build.Engine) : default;

    private ImageToPublish ToPublish(PlanStep step, ImageAvailable image, StrataSession session) =>
        new(step.Image, session.Build is IPublishImages { Unnamed: true } ? [] : [_tags.Of(step.Image)])
        {
            Local = ImageReferences.Published(step, image, Of(step.Image.Name).Engine),
            Fingerprint = step.Inputs?.Fingerprint,
            Replaces = step.Replaces,
        };
}
