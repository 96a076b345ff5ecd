using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strata.Linting.Formats;

/// <summary>Writes one JSON document, indented, with a line feed at its end.</summary>
internal static class JsonDocumentText
{
    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
