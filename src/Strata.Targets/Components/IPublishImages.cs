using Nuke.Common;
using Strata.Engine.Publishing;

namespace Strata.Targets.Components;

/// <summary>Publishes images to a registry.</summary>
public interface IPublishImages : IBuildImages, IHazRegistry, IHazTag
{
    /// <summary>Publish what a call builds.</summary>
    [Parameter("Publish what is built: with any image target, or BuildAll. On another machine (--remote, Attach) that is so when a registry is named, but for Run, RunAll, Verify and VerifyAll.")]
    bool Push => TryGetValue<bool?>(() => Push) ?? ((Remote is not null || RemoteSelection.IsAttaching(StrataSession.Of(this))) && Registry is { Length: > 0 } && !ImageChoice.RunsContainers(this));

    /// <summary>Where finished steps are kept beside the engine's own cache.</summary>
    [Parameter("Keep the finished steps of all builds in the registry too, and take them from there: Registry or None. Default is None.")]
    CacheChoice Cache => TryGetValue<CacheChoice?>(() => Cache) ?? CacheChoice.None;

    /// <summary>Push bytes, and leave all names where they are.</summary>
    [Parameter("Push bytes under their fingerprints alone, and move no tag: a later PublishAll does, for all images together.")]
    bool Unnamed => TryGetValue<bool?>(() => Unnamed) ?? false;

    /// <summary>Say what would be built and published, and write nothing but caches.</summary>
    [Parameter("Say what building, publishing or Promote would do, and write nothing but caches; targets of your own run as always.")]
    bool DryRun => TryGetValue<bool?>(() => DryRun) ?? false;

    /// <summary>Deployment values to write beside images.json.</summary>
    [Parameter("Write values with each published image's registry, repository, tag and digest into artifacts: Helm, Compose or Kustomize.")]
    DeploymentFormat? Output => TryGetValue<DeploymentFormat?>(() => Output);

    /// <summary>The tag that Promote takes images from.</summary>
    [Parameter("Tag that Promote takes images from, such as v0.0.1. Without it a base's own version counts.")]
    string? From => TryGetValue(() => From);

    /// <summary>Builds all images and publishes them.</summary>
    Target PublishAll => _ => _
        .Description("Builds all images and publishes them: bytes first, then all tags together")
        .DependsOn(BuildAll)
        .OnlyWhenDynamic(() => DryRun || StrataSession.Of(this).IsStarted, "the engine is there")
        .Executes(() => StrataSession.Of(this).Publish());

    /// <summary>Gives the images of one tag another name in the registry.</summary>
    Target Promote => _ => _
        .Description("Moves a tag to what another tag means, for all images, without pulling: --from v0.0.1 --tag stable")
        .Executes(() => StrataSession.Of(this).Promote());
}
