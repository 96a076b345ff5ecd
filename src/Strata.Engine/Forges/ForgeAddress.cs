using Strata.Workflows;

namespace Strata.Engine.Forges;

/// <summary>A repository on a forge, as its API knows it.</summary>
/// <param name="Kind">Which API it speaks.</param>
/// <param name="Api">The API's root, with a slash at its end.</param>
/// <param name="Repository">Owner and name, such as <c>team/images</c>.</param>
public sealed record ForgeAddress(Forge Kind, Uri Api, string Repository)
{
    /// <summary>The repository whose workflow runs; null outside of one.</summary>
    /// <param name="variable">Reads a variable: what runners of Gitea and GitHub set.</param>
    public static ForgeAddress? OfRun(Func<string, string?> variable)
    {
        if (variable("GITHUB_REPOSITORY") is not { Length: > 0 } repository || variable("GITHUB_SERVER_URL") is not { Length: > 0 } server)
        {
            return null;
        }

        // Runners of Gitea claim to be GitHub's, too.
        var kind = variable("GITEA_ACTIONS") is { Length: > 0 } ? Forge.Gitea : Forge.GitHub;
        var api = variable("GITHUB_API_URL") is { Length: > 0 } given ? given : server.TrimEnd('/') + (kind == Forge.Gitea ? "/api/v1" : "/api/v3");
        return Uri.TryCreate(api.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? new ForgeAddress(kind, uri, repository) : null;
    }
}
