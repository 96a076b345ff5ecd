namespace Strata.Reports;

/// <summary>How services stand, as JSON.</summary>
public static class StatusJson
{
    /// <summary>One object with <c>services</c>, indented, with a line feed at its end.</summary>
    public static string Render(IEnumerable<ServiceState> services) => ImageJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("services");
        foreach (var service in services)
        {
            json.WriteStartObject();
            json.WriteString("image", service.Image);
            json.WriteString("state", service.Condition.ToString().ToLowerInvariant());
            json.WriteString("address", service.Address);
            json.WriteString("reference", service.Reference);
            json.WriteString("container", service.Container);
            json.WriteString("startedAt", service.StartedAt?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            if (service.ExitCode is { } code)
            {
                json.WriteNumber("exitCode", code);
            }
            else
            {
                json.WriteNull("exitCode");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
