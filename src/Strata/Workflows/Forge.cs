namespace Strata.Workflows;

/// <summary>Whose runners run a workflow.</summary>
public enum Forge
{
    /// <summary>Gitea Actions: <c>.gitea/workflows</c>.</summary>
    Gitea,

    /// <summary>GitHub Actions: <c>.github/workflows</c>, which Gitea ignores where the other folder exists.</summary>
    GitHub,
}
