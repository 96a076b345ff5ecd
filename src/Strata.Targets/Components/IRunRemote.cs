using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>Looks after the machine that <c>--remote</c> builds on.</summary>
public interface IRunRemote : IBuildImages
{
    /// <summary>Takes up the build that <c>--detach</c> left to the host.</summary>
    Target Attach => _ => _
        .Description("Shows the progress of the build that --detach left to the host, and takes its result as if it had never been left")
        .DependsOn(StrataSession.Of(this).Images.Targets)
        .Executes(() => StrataSession.Of(this).Summarize());

    /// <summary>Says what the build host keeps, and who builds there.</summary>
    Target RemoteStatus => _ => _
        .Description("Shows what the build host keeps for you, with sizes, and who builds there now")
        .Executes(() => StrataSession.Of(this).ShowRemote());

    /// <summary>Deletes trees, Debian roots and build cache there.</summary>
    Target RemoteClean => _ => _
        .Description("Deletes trees, Debian roots and the build cache on the build host; images and what is remembered of them stay")
        .Executes(() => StrataSession.Of(this).CleanRemote());
}
