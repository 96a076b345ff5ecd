using System.Text.Json;
using Strata.Graph;

namespace Strata.Reports;

/// <summary>How a container runs, as JSON in docker compose's words.</summary>
internal static class ContainerJson
{
    /// <summary>One property, <c>container</c>.</summary>
    public static void Write(Utf8JsonWriter json, ContainerDefinition container)
    {
        json.WriteStartObject("container");
        json.WriteBoolean("read_only", container.WritableBecause is null);
        json.WriteString("writable_because", container.WritableBecause);
        json.WriteString("root_because", container.RootBecause);
        json.WriteString("gpus", container.Gpus);
        json.WriteStrings("volumes", ContainerFacts.Volumes(container));
        json.WriteStrings("tmpfs", container.Tmpfs.Select(t => t.ToString()));
        WriteMap(json, "environment", container.Environment);
        WriteMap(json, "listen", container.Listen);
        json.WriteStrings("checks", container.Checks);
        json.WriteStrings("smoke", container.Smokes.Select(s => s.ToString()));
        json.WriteStrings("depends_on", container.Needs.Select(n => n.Service));
        json.WriteStrings("external", container.External.Select(e => e.Name));
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> entries)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in entries)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
