namespace Strata.Graph;

/// <summary>A service of the graph that another one needs while it runs.</summary>
/// <param name="Service">Its image's name.</param>
/// <param name="Variable">The variable that tells where it answers; null when nobody has to be told.</param>
/// <param name="Value">The variable's value; <c>{host}</c> and <c>{port}</c> stand for where the service's first port answers.</param>
public sealed record ServiceNeed(string Service, string? Variable = null, string Value = ServiceNeed.DefaultValue)
{
    /// <summary>The address as a URL.</summary>
    public const string DefaultValue = "http://{host}:{port}";
}
