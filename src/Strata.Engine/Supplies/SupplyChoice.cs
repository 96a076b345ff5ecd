namespace Strata.Engine.Supplies;

/// <summary>Which supply a user asks for.</summary>
public enum SupplyChoice
{
    /// <summary>Docker Hub and PyPI where both answer, else Debian.</summary>
    Auto,

    /// <summary>Docker Hub and PyPI.</summary>
    Hub,

    /// <summary>Debian's packages.</summary>
    Debian,
}
