namespace Strata.Targets.Components;

/// <summary>Where images are read from.</summary>
public enum ImageSourceChoice
{
    /// <summary>The engine, and the registry for what it does not have.</summary>
    Auto,

    /// <summary>The engine that builds.</summary>
    Engine,

    /// <summary>The registry that is named.</summary>
    Registry,
}
