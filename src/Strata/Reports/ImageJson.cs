using System.Text.Json;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>An image as JSON: its definition and its place in the graph.</summary>
public static class ImageJson
{
    /// <summary>One object, indented, with a line feed at its end.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="image">An image of the graph.</param>
    /// <param name="references">What the image is called in the engine or registry.</param>
    public static string Render(ImageGraph graph, ImageDefinition image, IReadOnlyList<string> references) => JsonText.Object(json =>
    {
        WriteFacts(json, graph, image);
        json.WriteStrings("ancestors", graph.Ancestors(image).Select(i => i.Name));
        json.WriteStrings("descendants", graph.Descendants(image).Select(i => i.Name));
        WriteInputs(json, graph.Inputs(image));
        json.WriteStrings("references", references);
    });

    internal static void WriteFacts(Utf8JsonWriter json, ImageGraph graph, ImageDefinition image)
    {
        json.WriteString("name", image.Name);
        json.WriteString("target", image.Target);
        json.WriteString("title", image.Title);
        json.WriteString("description", image.Description);
        json.WriteString("version", image.Version);
        json.WriteString("origin", image.Origin?.ToString());
        json.WriteString("dockerfile", image.Dockerfile);
        json.WriteString("context", image.Context);
        json.WriteString("stage", image.Stage);
        json.WriteStrings("parents", graph.Parents(image).Select(i => i.Name));
        json.WriteStrings("children", graph.Children(image).Select(i => i.Name));
        json.WriteStrings("upstreams", image.Upstreams.Select(u => u.Reference));
        json.WriteObjects("ports", image.Ports, port =>
        {
            json.WriteNumber("container", port.Container);
            json.WriteNumberOrNull("published", port.Published);
        });
        json.WriteString("health", image.Health);
        json.WriteBoolean("verified", image.IsVerified);
        json.WriteString("host", image.Host);
        json.WriteStrings("secrets", image.Secrets.Select(s => s.Id));
        json.WriteStrings("sources", image.Sources.Select(s => $"{s.Name}={s.Reference}"));
        ContainerJson.Write(json, image.Container);
        json.WriteStartObject("unavailable");
        foreach (var (supply, reason) in image.Unavailable)
        {
            json.WriteString(supply.ToWord(), reason);
        }

        json.WriteEndObject();
    }

    private static void WriteInputs(Utf8JsonWriter json, ImageInputs inputs)
    {
        json.WriteStrings("stages", inputs.References?.Stages.Select(s => s.ProgressName) ?? []);
        json.WriteStartObject("contexts");
        foreach (var context in inputs.Contexts)
        {
            json.WriteString(context.Key, ImageText.Source(context.Source));
        }

        json.WriteEndObject();
        json.WriteStartObject("buildArgs");
        foreach (var (name, value) in inputs.BuildArgs)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }
}
