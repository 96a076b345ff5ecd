using Nuke.Common;
using Strata.Targets.Components;
using Strata.Targets.Images;

namespace Strata.Targets.Tests.Programs;

/// <summary>A build of two small images that need nothing from outside.</summary>
[StrataBuild]
internal sealed class SmallBuild : NukeBuild, IBuildImages
{
    public static int Start() => Execute<SmallBuild>(x => ((IBuildImages)x).BuildAll);

    private Target Base => _ => _.Image(i => i);

    private Target Web => _ => _.Image(i => i.From(Base));
}
