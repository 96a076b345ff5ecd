namespace Strata.Graph;

/// <summary>A request over HTTP that shows whether a service does its work.</summary>
/// <param name="Path">From <c>/</c>, with the query.</param>
public sealed record SmokeRequest(string Path)
{
    /// <summary>The method, in capitals.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What is sent; null for nothing.</summary>
    public string? Body { get; init; }

    /// <summary>The media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The status that a service that is well answers with, 100-599.</summary>
    public int Status { get; init; } = 200;

    /// <summary>A text that the answer has to contain; null for any answer.</summary>
    public string? Contains { get; init; }

    /// <summary>The container's port that is asked; null for the first.</summary>
    public int? Port { get; init; }

    /// <summary>The request as people read it: <c>POST /route</c>.</summary>
    public override string ToString() => $"{Method} {Path}";
}
