namespace Strata.Engine.Engines;

/// <summary>Whose engine builds.</summary>
public enum EngineKind
{
    /// <summary>What <c>docker buildx</c> reaches now.</summary>
    Docker,

    /// <summary>Our own, in the user's state folder.</summary>
    Private,
}
