using System.Collections.Immutable;
using Strata.Planning;
using Strata.Reports;
using Strata.Targets.Console;

namespace Strata.Targets;

/// <summary>What a call has to do: for the images whose targets Nuke has planned, and for those alone.</summary>
/// <param name="Places">The machines that build them.</param>
/// <param name="Planning">What was found out on each of them.</param>
/// <param name="Plan">What is done with each image.</param>
internal sealed record CallPlan(BuildPlaces Places, PlacesPlanning Planning, BuildPlan Plan)
{
    /// <summary>Plans.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isForBuild">The plan is carried out: the machines are locked, and engines started where they are needed.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="StrataException">A machine or a registry that must be asked cannot be.</exception>
    public static async Task<CallPlan> CreateAsync(StrataSession session, bool isForBuild, CancellationToken cancellation)
    {
        ImmutableArray<string> images = [.. session.PlannedImages.Select(i => i.Name)];
        var first = Planner.Plan(session.Graph, images, session.Graph.Supply);
        var places = await session.PlacesAsync(first);
        if (isForBuild)
        {
            await places.LockAsync(session, cancellation);
        }

        var planning = new PlacesPlanning(session, places, new LineProgress(ConsoleOutput.Progress, images, ConsoleOutput.ProgressStyle, session.IsVerbose));
        return new CallPlan(places, planning, await planning.PlanAsync(first, isForBuild, cancellation));
    }

    /// <summary>Prints the first lines of a build: the machines, and what is done with each image.</summary>
    public void Print(StrataSession session)
    {
        Header.Print(Places.All[0].Host, Planning.On(Places.All[0]).Engine, session.Supply);
        foreach (var place in Places.All.Skip(1))
        {
            Header.PrintMore(place.Host, Planning.On(place).Engine);
        }

        ConsoleOutput.Progress.WriteLine(PlanText.Render(Plan));
    }
}
