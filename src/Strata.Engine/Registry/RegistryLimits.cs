namespace Strata.Engine.Registry;

/// <summary>How patient a client is with a registry.</summary>
public sealed record RegistryLimits
{
    /// <summary>The usual patience.</summary>
    public static RegistryLimits Default { get; } = new();

    /// <summary>How often a call is tried in all; at least 1.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>How long a call may wait between its tries, all waits together; a registry that asks for more is not waited for.</summary>
    public TimeSpan Waiting { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The wait after the first try; it doubles with each.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long one try may take.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that a manifest, config or list may have; what is longer is refused.</summary>
    public int LargestAnswer { get; init; } = 8 * 1024 * 1024;
}
