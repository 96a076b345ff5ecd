namespace Strata.Graph;

/// <summary>The build argument that tells a Dockerfile which supply it is built from.</summary>
public static class SupplyArgument
{
    /// <summary>Its name; only Dockerfiles that declare it get it.</summary>
    public const string Name = "STRATA_SUPPLY";

    /// <summary>Both supplies.</summary>
    public static IReadOnlyList<Supply> All { get; } = [Supply.Hub, Supply.Debian];

    /// <summary>The argument's value, which is also what users read: <c>hub</c> or <c>debian</c>.</summary>
    public static string ToWord(this Supply supply) => supply switch
    {
        Supply.Hub => "hub",
        Supply.Debian => "debian",
        _ => throw new ArgumentOutOfRangeException(nameof(supply), supply, null),
    };
}
