using Strata.Engine.Hosts;
using Strata.Engine.Supplies;
using Strata.Targets.Components;

namespace Strata.Targets;

/// <summary>The supply of a call: what the user asks for, or what answers.</summary>
internal static class SupplySelection
{
    public static async Task<ChosenSupply> ChooseAsync(StrataSession session, CancellationToken cancellation)
    {
        var choice = (session.Build as IHazImages)?.Supply ?? SupplyChoice.Auto;
        // What is asked for needs no connection: a view of the graph shall not wait for one.
        var place = choice == SupplyChoice.Auto && RemoteSelection.Target(session) is not null ? await session.PlaceAsync() : null;
        return await new SupplyChooser(place?.Host ?? new LocalHost(), place is null ? null : new HostReach(place.Host)).ChooseAsync(choice, session.Build.TemporaryDirectory / $"supply{place?.Key}.json", cancellation);
    }
}
