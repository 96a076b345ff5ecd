namespace Strata.Engine.Engines;

/// <summary>What was found of Docker on a host.</summary>
/// <param name="ClientVersion">The docker client's version; null when there is no client.</param>
/// <param name="BuildxVersion">The version of buildx; null when the client has none.</param>
/// <param name="Connection">How to build; null when that cannot be.</param>
/// <param name="Problem">Why it cannot; null when it can.</param>
public sealed record DockerProbe(string? ClientVersion, string? BuildxVersion, EngineConnection? Connection, Problem? Problem);
