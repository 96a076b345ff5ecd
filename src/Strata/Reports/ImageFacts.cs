using Strata.Graph;

namespace Strata.Reports;

/// <summary>What is said of an image beside its name.</summary>
internal static class ImageFacts
{
    /// <summary>The port as people read it: <c>:8102 -> 8000</c>, or the container's alone.</summary>
    public static string Port(PortMapping port) => port.Published is { } published ? $":{published} -> {port.Container}" : $"{port.Container}";

    /// <summary>Version and published ports: <c>v1.0.1</c>, <c>:8102</c>; empty when there are none.</summary>
    public static string Short(ImageDefinition image) =>
        string.Join("  ", new[] { image.Version }.Concat(image.Ports.Select(p => p.Published is { } published ? $":{published}" : $"{p.Container}")).OfType<string>());

    /// <summary>Title and description as one line; null when the image has neither.</summary>
    public static string? Summary(ImageDefinition image) =>
        image.Title is null ? image.Description : image.Description is null ? image.Title : $"{image.Title}: {image.Description}";

    /// <summary>Why the graph's supply cannot carry the image; null when it can, or when only an image below it cannot be had.</summary>
    public static string? Missing(ImageGraph graph, ImageDefinition image) =>
        image.Unavailable.TryGetValue(graph.Supply, out var reason) ? $"not in the {graph.Supply.ToWord()} supply: {reason}" : null;
}
