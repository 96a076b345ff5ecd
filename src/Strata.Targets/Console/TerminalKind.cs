namespace Strata.Targets.Console;

/// <summary>What the terminal says of itself.</summary>
internal static class TerminalKind
{
    /// <summary>Whether it knows escape codes.</summary>
    public static bool KnowsEscapes(Func<string, string?> variable) =>
        variable("TERM") is { Length: > 0 } term ? term != "dumb" : OperatingSystem.IsWindows() && variable("WT_SESSION") is { Length: > 0 };
}
