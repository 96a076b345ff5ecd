namespace Strata.Graph;

/// <summary>A TCP port that a service listens on, and the one it is published at.</summary>
/// <param name="Container">1-65535, inside the container.</param>
/// <param name="Published">1-65535, on the machine that runs it; null when it is not published. Unique in the graph.</param>
public sealed record PortMapping(int Container, int? Published = null);
