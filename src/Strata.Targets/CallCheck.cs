using Strata.Targets.Components;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>Finds what is wrong with a call before its first target runs, and begins what its targets will wait for.</summary>
internal static class CallCheck
{
    /// <summary>Checks a call.</summary>
    /// <param name="session">The session.</param>
    /// <param name="planned">The targets that are to run, in their order.</param>
    /// <exception cref="StrataException">The declarations or the parameters are wrong (exit code 2), or the build host cannot be reached (4).</exception>
    public static void Check(StrataSession session, IReadOnlyCollection<string> planned)
    {
        var (build, images) = (session.Build, session.Images);
        var hasImages = planned.Any(t => images.OfTarget(t) is not null);
        if (DryRun.IsAsked(session))
        {
            DryRun.Check(build, planned);
        }

        DetachedBuild.Check(build, planned);
        if (planned.FirstOrDefault() is { } next && images.OfTarget(next) is not null)
        {
            // Nothing runs before the first image that could commit or tag: git answers while the graph is read.
            _ = session.TagsAsync();
            Preloading.Begin(images.Definitions);
        }

        if ((hasImages || planned.Contains("Plan")) && RemoteSelection.Target(session) is not null)
        {
            // The connection is made while the graph is read; who needs it hears of what went wrong.
            _ = session.PlaceAsync();
        }

        if (hasImages || planned.Any(t => t is "Plan" or nameof(IPlanImages.Graph)))
        {
            _ = session.Graph;
        }

        if (build is IRunImages running && planned.Any(ImageChoice.IsTaken))
        {
            ImageChoice.Check(session, planned, running.Image);
        }

        _ = hasImages ? RegistrySelection.Cache(session) : null;
        if (build is IPublishImages publishing && planned.Contains(nameof(IPublishImages.Promote)))
        {
            _ = PublishTargets.Promoted(session, publishing);
        }

        if (planned.Contains(nameof(IPublishImages.PublishAll)) || build is IPublishImages { Push: true } && hasImages)
        {
            PublishTargets.Check(session);
        }
        else if (build is IPublishImages { Push: false, Remote: not null, Registry.Length: > 0 } && ImageChoice.RunsContainers(build))
        {
            ConsoleOutput.Progress.WriteLine("nothing is published, since the call runs or verifies images: --push publishes them, too");
        }
    }
}
