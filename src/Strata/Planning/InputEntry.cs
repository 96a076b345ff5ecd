namespace Strata.Planning;

/// <summary>One input of an image.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What users call it: a path, an argument's name, an image's name.</param>
/// <param name="Value">What counts: a hash, a value, a digest.</param>
public sealed record InputEntry(InputKind Kind, string Name, string Value);
