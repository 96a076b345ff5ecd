using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build whose images get a tag.</summary>
public interface IHazTag : IHazParameters
{
    /// <summary>The tag of all images of the call.</summary>
    [Parameter("Tag of all images. Without it a base has its own version, and the others what git describe says, or 'dev' without git.")]
    string? Tag => TryGetValue(() => Tag);
}
