using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Builds images.</summary>
public interface IBuildImages : IHazImages, IHazBuildHost, IHazTag, IHazProgress
{
    /// <summary>Stop at the first image that fails.</summary>
    [Parameter("Stop at the first image that fails; without it, what does not depend on a failed image is still built.")]
    bool FailFast => TryGetValue<bool?>(() => FailFast) ?? false;

    /// <summary>Build every image, whatever is remembered.</summary>
    [Parameter("Build every image even where nothing changed; BuildKit's cache is used.")]
    bool Force => TryGetValue<bool?>(() => Force) ?? false;

    /// <summary>Fail in place of changing the lock of upstreams.</summary>
    [Parameter("Fail where docker/upstreams.lock.json would have to change, as CI should.")]
    bool Locked => TryGetValue<bool?>(() => Locked) ?? false;

    /// <summary>Images whose steps are solved anew; null for none, empty for all that are asked for.</summary>
    [Parameter("Solve the steps of these images anew, such as for security updates of a base, and build all that stands on them; alone: of all images.")]
    string[]? NoCache => TryGetValue(() => NoCache);

    /// <summary>Builds every image of the graph.</summary>
    Target BuildAll => _ => _
        .Description("Builds all images, parents first and in parallel")
        .DependsOn(StrataSession.Of(this).Images.Targets)
        .OnlyWhenDynamic(() => StrataSession.Of(this).IsStarted, "the engine is there")
        .Executes(() => StrataSession.Of(this).Summarize());
}
