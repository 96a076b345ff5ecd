namespace Strata.Engine.Engines;

/// <summary>Which engine the user asks for.</summary>
public enum EngineChoice
{
    /// <summary>Docker where it is reached, else the private engine.</summary>
    Auto,

    /// <summary>What <c>docker buildx</c> reaches now, and nothing else.</summary>
    Docker,

    /// <summary>Our own, in the user's state folder.</summary>
    Private,
}
