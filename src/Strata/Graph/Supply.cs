namespace Strata.Graph;

/// <summary>Where upstream bytes come from.</summary>
public enum Supply
{
    /// <summary>Docker Hub and PyPI, as in an ordinary network.</summary>
    Hub,

    /// <summary>Debian's signed packages, through the machine's own apt sources.</summary>
    Debian,
}
