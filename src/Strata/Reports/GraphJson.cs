using Strata.Graph;

namespace Strata.Reports;

/// <summary>A graph as JSON, for programs.</summary>
public static class GraphJson
{
    /// <summary>One object: the supply, then the images, parents first; indented, with a line feed at its end.</summary>
    public static string Render(ImageGraph graph) => JsonText.Object(json =>
    {
        json.WriteString("supply", graph.Supply.ToWord());
        json.WriteObjects("images", graph.Images, image => ImageJson.WriteFacts(json, graph, image));
        json.WriteObjects("consumed", graph.Consumed, image =>
        {
            json.WriteString("name", image.Name);
            json.WriteString("reference", image.Upstream.Reference);
            json.WriteString("origin", image.Origin?.ToString());
        });
        json.WriteObjects("external", graph.External, service =>
        {
            json.WriteString("name", service.Name);
            json.WriteString("variable", service.Variable);
            json.WriteStrings("askedBy", graph.Images.Where(i => i.Container.External.Contains(service)).Select(i => i.Name));
        });
    });
}
