using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Looks into built images for what is installed in them.</summary>
public interface IVerifyDependencies : IBuildImages, IHazFormat
{
    /// <summary>Says what each layer installs, and ends with exit code 3 when something is there twice.</summary>
    Target VerifyDependencies => _ => _
        .Description("Looks into the built images: what is installed in which layer, and what is there twice")
        .DependsOn(BuildAll)
        .OnlyWhenDynamic(() => StrataSession.Of(this).IsStarted, "the engine is there")
        .Executes(() => StrataSession.Of(this).VerifyDependencies());
}
