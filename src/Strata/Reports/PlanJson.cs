using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Graph;
using Strata.Planning;

namespace Strata.Reports;

/// <summary>A plan as JSON, for programs.</summary>
public static class PlanJson
{
    /// <summary>The version of the format; it grows when a member changes its meaning or goes.</summary>
    public const int Version = 1;

    /// <summary>An object with the supply, a member per image and the critical path; ends with a line feed.</summary>
    public static string Render(BuildPlan plan)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("supply", plan.Supply.ToWord());
            json.WriteStartArray("images");
            foreach (var step in plan.Steps)
            {
                Write(json, step);
            }

            json.WriteEndArray();
            json.WriteStartArray("criticalPath");
            foreach (var image in plan.CriticalPath.Images)
            {
                json.WriteStringValue(image);
            }

            json.WriteEndArray();
            WriteSeconds(json, plan.CriticalPath.Expected);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, PlanStep step)
    {
        json.WriteStartObject();
        json.WriteString("name", step.Image.Name);
        json.WriteString("action", step.Action.ToString().ToLowerInvariant());
        json.WriteString("reason", step.Reason);
        if (step.Host is { } host)
        {
            json.WriteString("host", host);
        }

        if (step.Inputs is { } inputs)
        {
            json.WriteString("fingerprint", inputs.Fingerprint.Hex);
        }

        if (step.Reused is { } reused)
        {
            json.WriteString("digest", reused.Stored.Digest);
        }

        WriteSeconds(json, step.Expected);
        json.WriteEndObject();
    }

    private static void WriteSeconds(Utf8JsonWriter json, TimeSpan? expected)
    {
        if (expected is { } duration)
        {
            json.WriteNumber("expectedSeconds", Math.Round(duration.TotalSeconds, 1));
        }
    }
}
