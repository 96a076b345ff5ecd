using System.Net;
using System.Text.Json;

namespace Strata.Engine.Registry;

/// <summary>Makes errors for users of what registries answer.</summary>
internal static class RegistryErrors
{
    private const int LongestDetail = 300;

    /// <summary>An answer that says no.</summary>
    public static RegistryException Refused(RegistryRequest request, RegistryAnswer answer)
    {
        var (code, detail) = Read(answer.Body);
        var word = code ?? answer.Status.ToString();
        return new RegistryException(
            new Problem(request.Place, $"{request.Text}: {(int)answer.Status} {word}", Next(answer.Status), detail is null ? null : $"the registry says: {detail}"),
            answer.Status,
            code);
    }

    /// <summary>No answer, or one that broke off.</summary>
    public static RegistryException Lost(RegistryRequest request, Exception cause)
    {
        var what = cause switch
        {
            BrokenAnswerException or InvalidDataException => cause.Message,
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => $"the name of '{request.Domain}' cannot be resolved",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"'{request.Domain}' offers no secure connection",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"'{request.Domain}' cannot be reached",
            OperationCanceledException => $"'{request.Domain}' does not answer",
            _ => $"'{request.Domain}' dropped the connection",
        };
        return new RegistryException(new Problem(request.Place, $"{request.Text}: {what}", "check the registry's name and the network, then try again"), cause: cause);
    }

    private static string? Next(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => $"log in on the build host or set {VariableCredentials.TokenVariable}",
        HttpStatusCode.Forbidden => "the user has no right to do this; check REGISTRY and the user's rights",
        HttpStatusCode.NotFound => "check REGISTRY and the name; some registries want the repository to be made first",
        HttpStatusCode.TooManyRequests => "wait and try again, or log in for a higher limit",
        _ when (int)status >= 500 => "try again later",
        _ => null,
    };

    private static (string? Code, string? Detail) Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0
                && errors[0].ValueKind == JsonValueKind.Object)
            {
                return (Text(errors[0], "code"), Text(errors[0], "message"));
            }
        }
        catch (JsonException)
        {
            // A proxy's page: the status says enough.
        }

        return (null, null);
    }

    // It comes from outside: no line ends and no control characters may reach a terminal.
    private static string? Text(JsonElement error, string name)
    {
        if (!error.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
        {
            return null;
        }

        return string.Concat(text.Take(LongestDetail).Select(c => char.IsControl(c) ? ' ' : c));
    }
}
