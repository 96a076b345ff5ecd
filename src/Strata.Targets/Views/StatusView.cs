using System.Collections.Immutable;
using Spectre.Console;
using Strata.Engine.Running;
using Strata.Graph;
using Strata.Reports;
using Strata.Targets.Console;

namespace Strata.Targets.Views;

/// <summary>What <c>Status</c> shows.</summary>
internal static class StatusView
{
    /// <summary>All services of the graph in its order, those that were never started too; then what runs and is no service of it any more.</summary>
    public static ImmutableArray<ServiceState> States(ImageGraph graph, ImmutableArray<ContainerState> containers)
    {
        var byImage = containers.ToLookup(c => c.Image, StringComparer.Ordinal);
        var services = graph.Images.Where(i => !i.Ports.IsEmpty).Select(i => i.Name).ToImmutableArray();
        return
        [
            .. services.SelectMany(s => byImage.Contains(s) ? byImage[s].Select(State) : [new ServiceState(s, ServiceCondition.Absent)]),
            .. containers.Where(c => !services.Contains(c.Image)).Select(State),
        ];
    }

    /// <summary>A row for each service.</summary>
    public static Table Table(ImmutableArray<ServiceState> states, DateTimeOffset now)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn("Service").AddColumn("State").AddColumn("Address").AddColumn("Image").AddColumn("Uptime");
        foreach (var column in table.Columns)
        {
            column.NoWrap();
        }

        table.Columns[4].RightAligned();
        foreach (var state in states)
        {
            table.AddRow(
                new Markup(Markup.Escape(state.Image)),
                new Markup($"[{Colour(state.Condition)}]{Markup.Escape(state.Word)}[/]"),
                new Markup(state.Address is { } address ? Markup.Escape($"http://{address}") : "-"),
                new Markup(Markup.Escape(state.Reference ?? "-")),
                new Markup(state.StartedAt is { } started ? Durations.Clock(now - started) : "-"));
        }

        return table;
    }

    private static string Colour(ServiceCondition condition) => condition switch
    {
        ServiceCondition.Healthy or ServiceCondition.Running => "green",
        ServiceCondition.Starting => "yellow",
        ServiceCondition.Absent => "grey",
        _ => "red",
    };

    private static ServiceState State(ContainerState container) => new(
        container.Image,
        container switch
        {
            { Status: "created" } => ServiceCondition.Absent,
            { IsRunning: false } => ServiceCondition.Exited,
            { Health: "starting" } => ServiceCondition.Starting,
            { Health: "unhealthy" } => ServiceCondition.Unhealthy,
            { Health: "healthy" } => ServiceCondition.Healthy,
            _ => ServiceCondition.Running,
        },
        container.IsRunning ? container.Ports.Select(p => p.Address).OfType<string>().FirstOrDefault() : null,
        container.Reference,
        container.Name,
        container.IsRunning ? container.StartedAt : null,
        container.IsRunning ? null : container.ExitCode);
}
