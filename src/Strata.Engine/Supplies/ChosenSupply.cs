using Strata.Graph;

namespace Strata.Engine.Supplies;

/// <summary>The supply that an invocation takes.</summary>
/// <param name="Supply">Which.</param>
/// <param name="IsAutomatic">Nobody asked for it by name; what is built so from Debian is never pushed.</param>
/// <param name="When">When it was decided, which may be long ago: an automatic choice is remembered.</param>
/// <param name="Why">What users read behind its name; lower case, no full stop.</param>
public sealed record ChosenSupply(Supply Supply, bool IsAutomatic, DateTimeOffset When, string Why);
