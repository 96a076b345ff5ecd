namespace Strata.Reports;

/// <summary>How services stand, as JSON.</summary>
public static class StatusJson
{
    /// <summary>One object with <c>services</c>, indented, with a line feed at its end.</summary>
    public static string Render(IEnumerable<ServiceState> services) => JsonText.Object(json =>
    {
        json.WriteObjects("services", services, service =>
        {
            json.WriteString("image", service.Image);
            json.WriteString("state", service.Condition.ToString().ToLowerInvariant());
            json.WriteString("address", service.Address);
            json.WriteString("reference", service.Reference);
            json.WriteString("container", service.Container);
            json.WriteString("startedAt", service.StartedAt?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteNumberOrNull("exitCode", service.ExitCode);
        });
    });
}
