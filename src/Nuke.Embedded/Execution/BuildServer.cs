using Nuke.Common.CI;

namespace Nuke.Common.Execution;

/// <summary>Any of the build servers that Nuke knows.</summary>
internal sealed class BuildServer : Host, IBuildServer
{
    private static readonly string[] Marks =
    [
        "GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_HOME", "APPVEYOR", "TRAVIS",
        "BITBUCKET_PIPELINE_UUID", "BITRISE_BUILD_URL", "bamboo_planKey",
    ];

    public static bool IsRunningBuildServer => Marks.Any(m => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(m)));

    public string Branch => First("GITHUB_REF_NAME", "CI_COMMIT_REF_NAME");

    public string Commit => First("GITHUB_SHA", "CI_COMMIT_SHA");

    private static string First(params string[] names) => names.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => v != null);
}
