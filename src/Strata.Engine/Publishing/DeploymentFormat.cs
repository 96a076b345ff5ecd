namespace Strata.Engine.Publishing;

/// <summary>Whose values are written for images that were published.</summary>
public enum DeploymentFormat
{
    /// <summary>A values file for Helm.</summary>
    Helm,

    /// <summary>An override file for Compose.</summary>
    Compose,

    /// <summary>A component for Kustomize.</summary>
    Kustomize,
}
