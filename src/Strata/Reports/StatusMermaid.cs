using System.Text;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>What runs, as a Mermaid flowchart: services, what they need of each other, and how each stands.</summary>
public static class StatusMermaid
{
    /// <summary>An arrow leads from a service to what it needs; services from outside are rounded; lines end with a line feed.</summary>
    public static string Render(ImageGraph graph, IReadOnlyCollection<ServiceState> services)
    {
        var text = new StringBuilder("flowchart LR\n");
        foreach (var service in services)
        {
            var facts = service.Address is null ? service.Word : $"{service.Word} at {service.Address}";
            text.Append($"  {Id(service.Image)}[\"{service.Image}<br>{facts}\"]:::{service.Condition.ToString().ToLowerInvariant()}\n");
        }

        foreach (var service in graph.External)
        {
            text.Append($"  {Id("external " + service.Name)}([\"{service.Name}\"])\n");
        }

        var shown = services.Select(s => s.Image).ToHashSet(StringComparer.Ordinal);
        foreach (var image in graph.Images.Where(i => shown.Contains(i.Name)))
        {
            foreach (var need in image.Container.Needs.Where(n => shown.Contains(n.Service)))
            {
                text.Append($"  {Id(image.Name)} --> {Id(need.Service)}\n");
            }

            foreach (var service in image.Container.External)
            {
                text.Append($"  {Id(image.Name)} -.-> {Id("external " + service.Name)}\n");
            }
        }

        text.Append("  classDef healthy fill:#dafbe1,stroke:#1a7f37\n  classDef running fill:#dafbe1,stroke:#1a7f37\n");
        text.Append("  classDef starting fill:#fff8c5,stroke:#9a6700\n  classDef unhealthy fill:#ffebe9,stroke:#cf222e\n  classDef exited fill:#ffebe9,stroke:#cf222e\n");
        return text.Append("  classDef absent fill:#f6f8fa,stroke:#8c959f,color:#656d76\n").ToString();
    }

    // Mermaid takes some words, such as 'end', for its own.
    private static string Id(string name) => "s_" + name.Replace('-', '_').Replace(' ', '_');
}
