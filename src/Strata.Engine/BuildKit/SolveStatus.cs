using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Strata.Engine.BuildKit;

/// <summary>One line of <c>--progress=rawjson</c>; what it does not have is empty.</summary>
internal sealed record SolveStatus(
    ImmutableArray<SolveStatus.Vertex> Vertexes,
    ImmutableArray<SolveStatus.Status> Statuses,
    ImmutableArray<SolveStatus.Log> Logs,
    ImmutableArray<SolveStatus.Warning> Warnings)
{
    /// <summary>A node of BuildKit's graph; the same one comes again and again as it changes.</summary>
    internal sealed record Vertex(
        string Digest, string Name, ImmutableArray<string> Inputs, DateTimeOffset? Started, DateTimeOffset? Completed, bool Cached, string Error);

    /// <summary>How far a part of a vertex is, such as a layer that is pulled.</summary>
    internal sealed record Status(string Vertex, string Id, long Current, long Total, bool IsCompleted);

    /// <summary>A chunk of output; it ends anywhere, even inside a character.</summary>
    internal sealed record Log(string Vertex, int Stream, byte[] Data);

    /// <summary>A finding of BuildKit's own checks; the source is the whole Dockerfile.</summary>
    internal sealed record Warning(string Vertex, string Text, int Line, string Source);

    /// <summary>Reads a line; null for one that is no status.</summary>
    public static SolveStatus? TryParse(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return new SolveStatus(
                [.. Items(root, "vertexes").Select(v => new Vertex(
                    Text(v, "digest"),
                    Text(v, "name"),
                    [.. Items(v, "inputs").Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)],
                    Time(v, "started"),
                    Time(v, "completed"),
                    v.TryGetProperty("cached", out var cached) && cached.ValueKind == JsonValueKind.True,
                    Text(v, "error")))],
                [.. Items(root, "statuses").Select(s => new Status(
                    Text(s, "vertex"), Text(s, "id"), Number(s, "current"), Number(s, "total"), Time(s, "completed") is not null))],
                [.. Items(root, "logs").Select(l => new Log(Text(l, "vertex"), (int)Number(l, "stream"), Bytes(l, "data")))],
                [.. Items(root, "warnings").Select(w => new Warning(Text(w, "vertex"), Encoding.UTF8.GetString(Bytes(w, "short")), FirstLine(w), Source(w)))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that holds half a surrogate pair.
            return null;
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object || name == "inputs")
            : [];

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;

    private static byte[] Bytes(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : [];

    private static string Source(JsonElement warning) =>
        warning.TryGetProperty("sourceInfo", out var source) && source.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetString(Bytes(source, "data")) : "";

    private static int FirstLine(JsonElement warning)
    {
        foreach (var range in Items(warning, "range"))
        {
            if (range.TryGetProperty("start", out var start) && start.ValueKind == JsonValueKind.Object)
            {
                return (int)Math.Clamp(Number(start, "line"), 0, int.MaxValue);
            }
        }

        return 0;
    }
}
