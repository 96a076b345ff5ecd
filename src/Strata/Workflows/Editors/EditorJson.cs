using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strata.Workflows.Editors;

/// <summary>JSON of editors: indented, with a first line that says where it comes from. Editors and the .NET SDK take comments in these files.</summary>
internal static class EditorJson
{
    public static string Render(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return $"// {GeneratedFile.Mark}; tasks of your own belong into your editor's user settings.\n{Encoding.UTF8.GetString(stream.ToArray())}\n";
    }

    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> item)
    {
        json.WriteStartArray(name);
        foreach (var value in items)
        {
            json.WriteStartObject();
            item(value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Strings(this Utf8JsonWriter json, string name, params string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
