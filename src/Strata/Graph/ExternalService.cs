namespace Strata.Graph;

/// <summary>A service that is deployed by somebody else and has no image of ours: only where it answers is told to those that ask it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Variable">The variable that holds its address: in the container, and where the caller of <c>Run</c> sets it.</param>
public sealed record ExternalService(string Name, string Variable)
{
    /// <summary>Declares a service: <c>ExternalService.At("scalarlm", "SCALARLM_BASE_URL")</c>.</summary>
    public static ExternalService At(string name, string variable) => new(name, variable);
}
