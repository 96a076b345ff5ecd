using Nuke.Common;
using Strata.Targets.Views;

namespace Strata.Targets.Components;

/// <summary>Shows what a build would do, and the graph that it comes from.</summary>
public interface IPlanImages : IHazImages, IHazFormat
{
    /// <summary>Shows what BuildAll would do with each image, and why. Called <c>Plan</c> on the command line, see <see cref="StrataBuildAttribute"/>.</summary>
    Target PlanImages => _ => _
        .Description("Shows what BuildAll would do with each image, and why")
        .Executes(() => StrataSession.Of(this).ShowPlan());

    /// <summary>Shows the images and what each stands on.</summary>
    Target Graph => _ => _
        .Description("Shows the images and what each stands on, as text, data, a drawing or a page (--format)")
        .Executes(() => StrataSession.Of(this).Guard(() => GraphView.Show(StrataSession.Of(this), Format)));
}
