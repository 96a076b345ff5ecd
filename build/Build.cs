using Nuke.Common;
using Nuke.Components;
using Strata.Targets;
using Strata.Targets.Components;

/// <summary>The build of this repository: the reference images, and Strata itself.</summary>
[StrataBuild]
internal partial class Build : NukeBuild,
    IBuildImages, IPlanImages, IExplainImages, IPublishImages, ILockUpstreams, ILintImages, IRunEngine, IRunRemote, IComplete, IHazReports
{
    public static int Main() => Execute<Build>(x => ((IBuildImages)x).BuildAll);
}
