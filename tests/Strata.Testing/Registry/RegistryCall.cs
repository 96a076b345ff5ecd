namespace Strata.Testing.Registry;

/// <summary>A request that the registry of tests got.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Query">Its query, with the '?'; empty when there is none.</param>
/// <param name="Authorization">The header; null when there was none.</param>
public sealed record RegistryCall(string Method, string Path, string Query, string? Authorization)
{
    /// <summary>Method and path.</summary>
    public string Text => $"{Method} {Path}";
}
