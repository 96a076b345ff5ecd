using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Runs images as their definitions say, and verifies that they do what they are for.</summary>
public interface IRunImages : IBuildImages, IHazImageChoice, IHazFormat
{
    /// <summary>The address that ports are published at; null for loopback.</summary>
    [Parameter("Address that Run publishes ports at. Default is 127.0.0.1; 0.0.0.0 lets other machines in.")]
    string? Bind => TryGetValue(() => Bind);

    /// <summary>How many seconds a service may take to become healthy.</summary>
    [Parameter("Seconds that a service may take to become healthy, and a check to end. Default is 120.")]
    int WaitTimeout => TryGetValue<int?>(() => WaitTimeout) ?? 120;

    /// <summary>Go on showing what is printed.</summary>
    [Parameter("Logs goes on with what services print, until Ctrl-C.")]
    bool Follow => TryGetValue<bool?>(() => Follow) ?? false;

    /// <summary>How many of the last lines are shown; null for all.</summary>
    [Parameter("Logs shows at most so many of the last lines.")]
    int? Tail => TryGetValue<int?>(() => Tail);

    /// <summary>Delete what services have stored.</summary>
    [Parameter("Clean removes the volumes of the services too.")]
    bool Volumes => TryGetValue<bool?>(() => Volumes) ?? false;

    /// <summary>Delete images.</summary>
    [Parameter("Clean removes the images from the engine too.")]
    bool Rmi => TryGetValue<bool?>(() => Rmi) ?? false;

    /// <summary>Builds and starts services.</summary>
    Target Run => _ => _
        .Description("Builds services and starts them with what they need, each when that is healthy: --image NAME ...")
        .DependsOn(ImageChoice.Builds(StrataSession.Of(this), Image))
        .OnlyWhenDynamic(() => StrataSession.Of(this).CanRun(Image), "the images are there")
        .Executes(() => RunTargets.Run(StrataSession.Of(this), this, Image));

    /// <summary>Builds and starts all services.</summary>
    Target RunAll => _ => _
        .Description("Builds all services and starts them")
        .DependsOn(ImageChoice.BuildsOfServices(StrataSession.Of(this)))
        .OnlyWhenDynamic(() => StrataSession.Of(this).IsStarted, "the engine is there")
        .Executes(() => RunTargets.Run(StrataSession.Of(this), this, null));

    /// <summary>Shows what runs.</summary>
    Target Status => _ => _
        .Description("Shows which services run and how they are, as a table, data or a drawing (--format text, json, mermaid, svg)")
        .Executes(() => RunTargets.ShowStatus(StrataSession.Of(this), this));

    /// <summary>Shows what services print.</summary>
    Target Logs => _ => _
        .Description("Shows what services have printed: --image NAME ..., --follow, --tail LINES")
        .Executes(() => RunTargets.ShowLogs(StrataSession.Of(this), this));

    /// <summary>Stops services.</summary>
    Target Stop => _ => _
        .Description("Stops services, all or --image NAME ...; their containers and volumes stay")
        .Executes(() => RunTargets.Stop(StrataSession.Of(this), this));

    /// <summary>Removes services.</summary>
    Target Clean => _ => _
        .Description("Removes services, all or --image NAME ...; with --volumes what they have stored, with --rmi their images")
        .Executes(() => RunTargets.Clean(StrataSession.Of(this), this));

    /// <summary>Builds and verifies images.</summary>
    Target Verify => _ => _
        .Description("Builds images and verifies them: a service becomes healthy and answers its smoke requests, a base passes its checks: --image NAME ...")
        .DependsOn(ImageChoice.Builds(StrataSession.Of(this), Image))
        .OnlyWhenDynamic(() => StrataSession.Of(this).CanRun(Image), "the images are there")
        .Executes(() => VerifyTargets.Verify(StrataSession.Of(this), this, Image));

    /// <summary>Builds and verifies all images.</summary>
    Target VerifyAll => _ => _
        .Description("Builds all images and verifies each")
        .DependsOn(StrataSession.Of(this).Images.Targets)
        .OnlyWhenDynamic(() => StrataSession.Of(this).IsStarted, "the engine is there")
        .Executes(() => VerifyTargets.Verify(StrataSession.Of(this), this, null));
}
