using Strata.Graph;

namespace Strata.Reports;

/// <summary>A graph as JSON, for programs.</summary>
public static class GraphJson
{
    /// <summary>One object: the supply, then the images, parents first; indented, with a line feed at its end.</summary>
    public static string Render(ImageGraph graph) => ImageJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("supply", graph.Supply.ToWord());
        json.WriteStartArray("images");
        foreach (var image in graph.Images)
        {
            json.WriteStartObject();
            ImageJson.WriteFacts(json, graph, image);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("consumed");
        foreach (var image in graph.Consumed)
        {
            json.WriteStartObject();
            json.WriteString("name", image.Name);
            json.WriteString("reference", image.Upstream.Reference);
            json.WriteString("origin", image.Origin?.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("external");
        foreach (var service in graph.External)
        {
            json.WriteStartObject();
            json.WriteString("name", service.Name);
            json.WriteString("variable", service.Variable);
            ImageJson.WriteStrings(json, "askedBy", graph.Images.Where(i => i.Container.External.Contains(service)).Select(i => i.Name));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
