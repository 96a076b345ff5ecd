using System.Linq.Expressions;
using Nuke.Common;

namespace Strata.Targets.Images;

/// <summary>
/// A target definition that only listens for <c>.Image(...)</c>: a component has to know all images of the build before Nuke has
/// made its targets, and Nuke tells a component of none.
/// </summary>
internal sealed partial class ImageProbe : ITargetDefinition
{
    /// <summary>The image that the target declares; null when it is none.</summary>
    public ImageDeclaration? Found { get; set; }

    /// <summary>Asks a target whether it is an image.</summary>
    public static ImageDeclaration? Ask(Target target)
    {
        var probe = new ImageProbe();
        target(probe);
        return probe.Found;
    }

    ITargetDefinition ITargetDefinition.Inherit(params Target[] targets)
    {
        foreach (var target in targets)
            target(this);
        return this;
    }
}
