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
    public static string Render(BuildPlan plan) => JsonText.Object(json =>
    {
        json.WriteNumber("version", Version);
        json.WriteString("supply", plan.Supply.ToWord());
        json.WriteObjects("images", plan.Steps, step => Write(json, step));
        json.WriteStrings("criticalPath", plan.CriticalPath.Images);
        WriteSeconds(json, plan.CriticalPath.Expected);
    });

    private static void Write(Utf8JsonWriter json, PlanStep step)
    {
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
    }

    private static void WriteSeconds(Utf8JsonWriter json, TimeSpan? expected)
    {
        if (expected is { } duration)
        {
            json.WriteNumber("expectedSeconds", Math.Round(duration.TotalSeconds, 1));
        }
    }
}
