using Nuke.Common;
using Strata.Targets.Views;

namespace Strata.Targets.Components;

/// <summary>Shows what is known of one image.</summary>
public interface IExplainImages : IHazImages, IHazFormat
{
    /// <summary>The image to explain, by its name or its target's.</summary>
    [Parameter("The image that Explain shows, by its name or its target's.",
        ValueProviderType = typeof(IHazImages), ValueProviderMember = nameof(ImageNames))]
    string? Image => TryGetValue(() => Image);

    /// <summary>Shows the definition of an image with where it stands in the sources, and what follows from it.</summary>
    Target Explain => _ => _
        .Description("Shows an image's definition, what it stands on and what stands on it: --image NAME")
        .Executes(() => StrataSession.Of(this).Guard(() => ExplainView.Show(StrataSession.Of(this), Image, Format)));
}
