namespace Strata.Engine.BuildKit;

/// <summary>How patient a build is with a silent engine.</summary>
/// <param name="SayEvery">Silence after which, and after each further such time, users are told.</param>
/// <param name="PingEvery">Silence after which, and after each further such time, the engine is asked whether it is there.</param>
public sealed record StallLimits(TimeSpan SayEvery, TimeSpan PingEvery)
{
    /// <summary>Tells after 60 s, asks after 5 s.</summary>
    public static StallLimits Default { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5));
}
