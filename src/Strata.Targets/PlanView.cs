using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Components;
using Strata.Targets.Console;
using Strata.Targets.Views;

namespace Strata.Targets;

/// <summary>What <c>Plan</c> prints.</summary>
internal static class PlanView
{
    /// <exception cref="DefinitionException">There is no such format.</exception>
    public static async Task ShowAsync(StrataSession session, CancellationToken cancellation)
    {
        var format = FormatChoice.Of((session.Build as IHazFormat)?.Format, "text", "json");
        var progress = new LineProgress(ConsoleOutput.Progress, [], ConsoleOutput.ProgressStyle, session.IsVerbose);
        // All images, while what the call builds may be fewer.
        var first = Planner.Plan(session.Graph, images: null, session.Graph.Supply);
        await using var places = await BuildPlaces.OpenAsync(session, first, cancellation);
        var plan = await new PlacesPlanning(session, places, progress).PlanAsync(first, isForBuild: false, cancellation);
        DataOutput.Writer.Write(format == "json" ? PlanJson.Render(plan) : PlanText.Render(plan) + "\n");
    }
}
