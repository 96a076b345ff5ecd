namespace Strata.Engine.Engines;

/// <summary>The oldest versions that can build the graph.</summary>
public static class EngineVersions
{
    /// <summary>Docker Engine 23: the first whose builder knows named contexts and the Dockerfile syntax we rely on.</summary>
    public static Version MinimumEngine { get; } = new(23, 0);

    /// <summary>buildx 0.13: the first with progress as JSON lines.</summary>
    public static Version MinimumBuildx { get; } = new(0, 13);
}
