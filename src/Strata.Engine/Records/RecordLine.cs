using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Planning;

namespace Strata.Engine.Records;

/// <summary>A record as a line of JSON, its version first.</summary>
internal static class RecordLine
{
    private const int Version = 1;

    /// <summary>The line, with its line end.</summary>
    public static byte[] Write(BuildRecord record)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("image", record.Image);
            json.WriteString("fingerprint", record.Fingerprint.Hex);
            json.WriteString("digest", record.Digest);
            json.WriteString("reference", record.Reference);
            json.WriteNumber("milliseconds", (long)record.Duration.TotalMilliseconds);
            json.WriteString("when", record.When.ToUniversalTime());
            json.WriteString("engine", record.Engine);
            json.WriteString("workspace", record.Workspace);
            if (record.IsRefresh)
            {
                json.WriteBoolean("refresh", true);
            }

            json.WriteStartObject("parents");
            foreach (var (name, digest) in record.Parents)
            {
                json.WriteString(name, digest);
            }

            json.WriteEndObject();
            json.WriteStartArray("layers");
            foreach (var layer in record.Layers)
            {
                json.WriteStartArray();
                json.WriteStringValue(layer.DiffId);
                json.WriteNumberValue(layer.Bytes);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteStartArray("inputs");
            foreach (var entry in record.Inputs.Entries)
            {
                json.WriteStartArray();
                json.WriteStringValue(entry.Kind.ToString());
                json.WriteStringValue(entry.Name);
                json.WriteStringValue(entry.Value);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Reads a line; null when it is damaged, of another version or of another image.</summary>
    /// <remarks>The inputs are most of a line and nearly never asked for, so they are read when they are; damaged ones count as none.</remarks>
    public static BuildRecord? Read(ReadOnlyMemory<byte> line, string image)
    {
        try
        {
            // They come last, and no text can hold an unescaped quote, so this stands nowhere else; twice, two lines have become one.
            var at = line.Span.IndexOf(",\"inputs\":["u8);
            if (at < 0 || at != line.Span.LastIndexOf(",\"inputs\":["u8) || !line.Span.EndsWith("]}"u8))
            {
                return null;
            }

            var inputs = line[(at + ",\"inputs\":".Length)..^1];
            using var json = JsonDocument.Parse((byte[])[.. line[..at].Span, (byte)'}']);
            var root = json.RootElement;
            if (root.GetProperty("v").GetInt32() != Version || Text(root, "image") != image || Text(root, "fingerprint") is not { Length: 64 } fingerprint)
            {
                return null;
            }

            return new BuildRecord(
                image,
                new Fingerprint(fingerprint),
                InputManifest.Defer(() => Entries(inputs)),
                Text(root, "reference"),
                Text(root, "digest"),
                [.. root.GetProperty("layers").EnumerateArray().Select(l => new LayerSize(l[0].GetString()!, l[1].GetInt64()))],
                root.GetProperty("parents").EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal),
                TimeSpan.FromMilliseconds(root.GetProperty("milliseconds").GetInt64()),
                root.GetProperty("when").GetDateTimeOffset(),
                Text(root, "engine"),
                Text(root, "workspace"))
            {
                IsRefresh = root.TryGetProperty("refresh", out var refresh) && refresh.ValueKind == JsonValueKind.True,
            };
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            // Our own state is a convenience: a line that cannot be read only costs a build.
            return null;
        }
    }

    // What is no entry cannot be told in a difference; reuse goes by the fingerprint alone.
    private static IEnumerable<InputEntry> Entries(ReadOnlyMemory<byte> inputs)
    {
        try
        {
            using var json = JsonDocument.Parse(inputs);
            return
            [
                .. json.RootElement.EnumerateArray()
                    .Where(e => e.ValueKind == JsonValueKind.Array && e.GetArrayLength() == 3 && e.EnumerateArray().All(p => p.ValueKind == JsonValueKind.String))
                    .Where(e => Enum.IsDefined(typeof(InputKind), e[0].GetString()!))
                    .Select(e => new InputEntry(Enum.Parse<InputKind>(e[0].GetString()!), e[1].GetString()!, e[2].GetString()!)),
            ];
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException(name);
}
