using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Looks after the engine that builds.</summary>
public interface IRunEngine : IHazImages, IHazBuildHost
{
    /// <summary>Says what this machine lacks, and the command that mends it.</summary>
    Target Doctor => _ => _
        .Description("Checks what building needs on this machine, with the command that mends what is missing")
        .Executes(() => StrataSession.Of(this).Diagnose());

    /// <summary>Stops the private engine; its images and cache stay.</summary>
    Target StopEngine => _ => _
        .Description("Stops the private engine; its images and cache stay")
        .Executes(() => StrataSession.Of(this).StopEngine());

    /// <summary>Stops the private engine and deletes its images, its cache and its programs.</summary>
    Target CleanEngine => _ => _
        .Description("Stops the private engine and deletes its images, cache and programs")
        .Executes(() => StrataSession.Of(this).CleanEngine());
}
