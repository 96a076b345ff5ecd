using Nuke.Common;
using Nuke.Common.CI;

namespace Strata.Targets.Generated;

/// <summary>A runner of Gitea Actions, which also claims to be one of GitHub's.</summary>
public sealed class GiteaActions : Host, IBuildServer
{
    /// <summary>The process runs there; Nuke asks for a property of this name.</summary>
    public static bool IsRunningGiteaActions => Environment.GetEnvironmentVariable("GITEA_ACTIONS") is { Length: > 0 };

    /// <inheritdoc/>
    public string? Branch => Environment.GetEnvironmentVariable("GITHUB_REF_NAME");

    /// <inheritdoc/>
    public string? Commit => Environment.GetEnvironmentVariable("GITHUB_SHA");
}
