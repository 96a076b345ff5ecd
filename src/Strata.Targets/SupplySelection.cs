using Strata.Engine.Hosts;
using Strata.Engine.Supplies;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The supply of a call: what the user asks for, or what answers.</summary>
internal static class SupplySelection
{
    public static Task<ChosenSupply> ChooseAsync(StrataSession session, CancellationToken cancellation)
    {
        var choice = (session.Build as IHazImages)?.Supply ?? SupplyChoice.Auto;
        return new SupplyChooser(new LocalHost()).ChooseAsync(choice, session.Build.TemporaryDirectory / "supply.json", cancellation);
    }
}
