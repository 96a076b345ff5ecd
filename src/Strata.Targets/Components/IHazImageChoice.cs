using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build whose targets take images by name.</summary>
public interface IHazImageChoice : IHazImages
{
    /// <summary>The images that a target works on, by their names or their targets'; null when none is named.</summary>
    [Parameter("The images that Explain, Run, Verify, Logs, Stop and Clean work on, by their names or their targets'.",
        ValueProviderType = typeof(IHazImages), ValueProviderMember = nameof(ImageNames))]
    string[]? Image => TryGetValue(() => Image);
}
