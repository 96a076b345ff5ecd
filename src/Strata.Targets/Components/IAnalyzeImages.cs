using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Shows where the bytes of images are, and holds them against budgets.</summary>
public interface IAnalyzeImages : IHazImageChoice, IHazBuildHost, IHazRegistry, IHazTag, IHazFormat
{
    /// <summary>Fail where an image or the fleet is over its budget.</summary>
    [Parameter("Let Analyze end with exit code 3 where an image or the fleet is over its budget, naming the layers to blame.")]
    bool Check => TryGetValue<bool?>(() => Check) ?? false;

    /// <summary>Where Analyze reads images from.</summary>
    [Parameter("Where Analyze reads images from: Engine, Registry, or Auto (the engine, and the registry for what it does not have). Default is Auto.")]
    ImageSourceChoice Source => TryGetValue<ImageSourceChoice?>(() => Source) ?? ImageSourceChoice.Auto;

    /// <summary>Megabytes (1,000,000 bytes) that all layers of the fleet may have as a registry stores them, each counted once; null for any.</summary>
    int? FleetBudget => null;

    /// <summary>Shows where bytes are: layers, files, packages, what is wasted, and what moving images costs.</summary>
    Target Analyze => _ => _
        .Description("Shows where the bytes of the images are, and writes artifacts/reports/layers.html; --check holds them against their budgets")
        .TryAfter<IBuildImages>(x => x.BuildAll)
        .TryAfter<IPublishImages>(x => x.PublishAll)
        .Executes(() => AnalyzeTargets.Run(StrataSession.Of(this), this));
}
