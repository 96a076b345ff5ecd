namespace Strata.Targets.Components;

/// <summary>Where finished steps are kept beside the engine's own cache.</summary>
public enum CacheChoice
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>In the registry, compressed with zstd, the steps of all stages; other machines take them from there.</summary>
    Registry,
}
