using Nuke.Common;
using Strata.Engine.Supplies;
using Strata.Graph;

namespace Strata.Targets.Components;

/// <summary>A build whose targets are images.</summary>
public interface IHazImages : IHazTimeLimit
{
    /// <summary>Where upstream bytes come from.</summary>
    [Parameter("Where upstream bytes come from: Hub (Docker Hub and PyPI), Debian (signed Debian packages), or Auto (asks once which answers). Default is Auto.")]
    SupplyChoice Supply => TryGetValue<SupplyChoice?>(() => Supply) ?? SupplyChoice.Auto;

    /// <summary>Images of others that are deployed beside these as they are: pinned, locked and written into deployment values.</summary>
    IReadOnlyList<ConsumedImage> ConsumedImages => [];

    /// <summary>All images that this build declares, in the order of their declaration.</summary>
    sealed IReadOnlyList<ImageDefinition> Images => StrataSession.Of(this).Images.Definitions;

    /// <summary>The names of all images: the values of parameters that take images.</summary>
    sealed IEnumerable<string> ImageNames => Images.Select(i => i.Name);
}
