namespace Strata.Graph;

/// <summary>A Git repository at one commit that a Dockerfile copies or mounts from by name.</summary>
/// <param name="Name">The name in <c>COPY --from</c> and mounts.</param>
/// <param name="Url">Where it is cloned from: <c>https://</c> with <c>.git</c> at its end, or <c>git://</c>.</param>
/// <param name="Commit">The commit's full id, 40 lower-case hexadecimal digits: a branch or tag may mean other bytes tomorrow.</param>
public sealed record GitSource(string Name, string Url, string Commit)
{
    /// <summary>Address and commit as BuildKit takes them.</summary>
    public string Reference => $"{Url}#{Commit}";
}
