using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Builds images.</summary>
public interface IBuildImages : IHazImages, IHazBuildHost, IHazProgress
{
    /// <summary>Stop at the first image that fails.</summary>
    [Parameter("Stop at the first image that fails; without it, what does not depend on a failed image is still built.")]
    bool FailFast => TryGetValue<bool?>(() => FailFast) ?? false;

    /// <summary>Builds every image of the graph.</summary>
    Target BuildAll => _ => _
        .Description("Builds all images, parents first and in parallel")
        .DependsOn(StrataSession.Of(this).Images.Targets)
        .OnlyWhenDynamic(() => StrataSession.Of(this).IsStarted, "the engine is there")
        .Executes(() => StrataSession.Of(this).Summarize());
}
