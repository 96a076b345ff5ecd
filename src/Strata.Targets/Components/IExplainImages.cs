using Nuke.Common;
using Strata.Targets.Views;

namespace Strata.Targets.Components;

/// <summary>Shows what is known of one image.</summary>
public interface IExplainImages : IHazImageChoice, IHazFormat
{
    /// <summary>Shows the definition of an image with where it stands in the sources, and what follows from it.</summary>
    Target Explain => _ => _
        .Description("Shows an image's definition, what it stands on and what stands on it: --image NAME")
        .Executes(() => StrataSession.Of(this).Guard(() => ExplainView.Show(StrataSession.Of(this), Image, Format)));
}
