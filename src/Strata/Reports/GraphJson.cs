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
        json.WriteEndObject();
    });
}
