namespace Strata.Targets.Console;

/// <summary>What a piece of text says, for its colour.</summary>
internal enum Tone
{
    Plain,
    Name,
    Good,
    Bad,
    Warn,
    Faint,
}
