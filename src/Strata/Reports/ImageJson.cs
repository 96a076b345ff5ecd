using System.Text;
using System.Text.Encodings.Web;
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
    public static string Render(ImageGraph graph, ImageDefinition image, IReadOnlyList<string> references) => Write(json =>
    {
        json.WriteStartObject();
        WriteFacts(json, graph, image);
        WriteStrings(json, "ancestors", graph.Ancestors(image).Select(i => i.Name));
        WriteStrings(json, "descendants", graph.Descendants(image).Select(i => i.Name));
        WriteInputs(json, graph.Inputs(image));
        WriteStrings(json, "references", references);
        json.WriteEndObject();
    });

    internal static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

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
        WriteStrings(json, "parents", graph.Parents(image).Select(i => i.Name));
        WriteStrings(json, "children", graph.Children(image).Select(i => i.Name));
        WriteStrings(json, "upstreams", image.Upstreams.Select(u => u.Reference));
        json.WriteStartArray("ports");
        foreach (var port in image.Ports)
        {
            json.WriteStartObject();
            json.WriteNumber("container", port.Container);
            if (port.Published is { } published)
            {
                json.WriteNumber("published", published);
            }
            else
            {
                json.WriteNull("published");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("health", image.Health);
        json.WriteBoolean("verified", image.IsVerified);
        json.WriteString("host", image.Host);
        WriteStrings(json, "secrets", image.Secrets.Select(s => s.Id));
        WriteStrings(json, "sources", image.Sources.Select(s => $"{s.Name}={s.Reference}"));
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
        WriteStrings(json, "stages", inputs.References?.Stages.Select(s => s.ProgressName) ?? []);
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

    internal static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
