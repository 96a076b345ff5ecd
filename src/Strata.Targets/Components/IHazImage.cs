using Nuke.Common;

namespace Strata.Targets.Components;

/// <summary>A build with targets that are about one image.</summary>
public interface IHazImage : IHazImages
{
    /// <summary>The image that a target is about, by its name or its target's.</summary>
    [Parameter("The image that Explain shows, or Analyze in detail, by its name or its target's.",
        ValueProviderType = typeof(IHazImages), ValueProviderMember = nameof(ImageNames))]
    string? Image => TryGetValue(() => Image);
}
