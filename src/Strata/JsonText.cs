using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strata;

/// <summary>Writes JSON for programs and editors.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document: one object, indented, with a line feed at its end.</summary>
    /// <param name="members">Writes what stands in the object.</param>
    public static string Object(Action<Utf8JsonWriter> members) => Document(json =>
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    });

    /// <summary>A document: an array of objects, indented, with a line feed at its end.</summary>
    /// <param name="items">What the objects are made of.</param>
    /// <param name="members">Writes what stands in the object of an item.</param>
    public static string Objects<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> members) => Document(json =>
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Writes a member that is an array of objects.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="items">What the objects are made of.</param>
    /// <param name="members">Writes what stands in the object of an item.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a member that is an array of texts.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, params IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a member that is a number, or null.</summary>
    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static string Document(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            content(json);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }
}
