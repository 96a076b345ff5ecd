namespace Strata.Graph;

/// <summary>A value that <c>RUN --mount=type=secret</c> reads while an image is built: it is in no layer, and no image is rebuilt when it changes.</summary>
/// <param name="Id">The mount's id in the Dockerfile.</param>
/// <param name="Variable">The caller's environment variable that holds it; null when a file does.</param>
/// <param name="File">The file that holds it, on the caller's machine: absolute, below <c>~/</c>, or relative to the repository root; null when a variable does.</param>
public sealed record BuildSecret(string Id, string? Variable, string? File)
{
    /// <summary>Where the value comes from, for people.</summary>
    public string Source => Variable is null ? $"the file '{File}'" : $"the variable '{Variable}'";
}
